import type { Image } from "../../../src/domain/image.ts"
import type { JsonObject } from "../../../src/domain/json.ts"
import { plain } from "../../../src/text/markdown/plain-line.ts"

/** Media we keep have a path, others their whole address. */
const address = (origin: string, url: string): string => new URL(url, origin).href

const pixels = ({ width, height }: Image) => (width && height ? { width, height } : {})

/**
 * An image of a post. `name` is the alternative text and is never empty: Mobilizon loses the whole event of an image without.
 * @param title stands in for an alternative text that says nothing
 */
export const documentOf = (origin: string, image: Image, title: string): JsonObject => ({
  type: "Document",
  mediaType: image.mediaType,
  url: address(origin, image.url),
  name: plain(image.alt) || title,
  ...pixels(image),
  ...(image.blurhash && { blurhash: image.blurhash }),
  ...(image.focalPoint && { focalPoint: image.focalPoint }),
})

/** `icon` and `image` of an actor. */
export const imageOf = (origin: string, image: Image, title: string): JsonObject => ({
  type: "Image",
  mediaType: image.mediaType,
  url: address(origin, image.url),
  name: plain(image.alt) || title,
  ...pixels(image),
})

/** Mobilizon takes the `Link` of exactly this name as the event's own page. */
export const WEBSITE = "Website"

/** An entry without `mediaType` throws in Gancio. */
export const linkTo = (href: string, name: string, mediaType = "text/html"): JsonObject => ({
  type: "Link",
  mediaType,
  href,
  name: plain(name) || href,
})
