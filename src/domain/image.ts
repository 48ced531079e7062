/** An image and its words. `alt` is never empty: without it Mobilizon loses the whole event, and people lose the image. */
export interface Image {
  url: string
  alt: string
  mediaType: string
  credit: string | null
  licence: string | null
  width: number | null
  height: number | null
  blurhash: string | null
  /** x and y from -1 to 1, as Mastodon's */
  focalPoint: [number, number] | null
}

const MEDIA_TYPES = new Map([
  ["jpg", "image/jpeg"],
  ["jpeg", "image/jpeg"],
  ["png", "image/png"],
  ["webp", "image/webp"],
  ["avif", "image/avif"],
  ["gif", "image/gif"],
])

/** From the file name of an address; null when it does not end like a raster image. SVG is refused: it can hold scripts. */
export function mediaTypeOf(url: string): string | null {
  const extension = /\.([a-z]+)$/i.exec(URL.parse(url)?.pathname ?? "")?.[1]?.toLowerCase()
  return (extension && MEDIA_TYPES.get(extension)) || null
}
