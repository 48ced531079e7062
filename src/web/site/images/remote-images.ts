import type { GuardedFetch } from "../follow/remote-follow.ts"

/** Raster images only: an SVG can hold scripts. */
const TYPES = ["image/jpeg", "image/png", "image/webp", "image/avif", "image/gif"]
const MOST_BYTES = 5 * 1024 * 1024
/**
 * At most 80 MB are kept, each for ten minutes; a failure for one, so that a page under load asks a broken site seldom.
 */
const MOST_KEPT = 16
const KEPT = 10 * 60 * 1000
const KEPT_FAILURE = 60 * 1000

export interface RemoteImage {
  type: string
  bytes: Uint8Array<ArrayBuffer>
}

/** Fetches images of other sites, each once however many ask at the same time. Null for what is no image. */
export function remoteImages(
  guardedFetch: GuardedFetch,
  now: () => number,
): (url: string) => Promise<RemoteImage | null> {
  const kept = new Map<string, { until: number; image: Promise<RemoteImage | null> }>()

  const read = async (url: string): Promise<RemoteImage | null> => {
    const options = { accept: TYPES.join(", "), mediaTypes: TYPES, maxBytes: MOST_BYTES, totalTimeout: 10_000 }
    const answer = await guardedFetch(url, options).catch(() => null)
    if (answer?.status !== 200) return null
    const type = String(answer.headers["content-type"]).split(";")[0]!.trim().toLowerCase()
    return { type, bytes: new Uint8Array(answer.body) }
  }

  return url => {
    const known = kept.get(url)
    if (known && known.until > now()) return known.image
    kept.delete(url)
    for (const oldest of [...kept.keys()].slice(0, kept.size - MOST_KEPT + 1)) kept.delete(oldest)
    const entry = { until: now() + KEPT, image: read(url) }
    kept.set(url, entry)
    return entry.image.then(image => {
      if (!image) entry.until = now() + KEPT_FAILURE
      return image
    })
  }
}
