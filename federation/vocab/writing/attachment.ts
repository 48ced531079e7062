import type { Image } from "../../../src/domain/image.ts"
import type { JsonObject } from "../../../src/domain/json.ts"
import { plain } from "../../../src/text/markdown/plain-line.ts"

/** Media of this site have a path, others their whole address. */
const address = (origin: string, url: string): string => new URL(url, origin).href

const pixels = ({ width, height }: Image) => (width && height ? { width, height } : {})

/**
 * An image of a post. `name` is the alternative text and is never empty: Mobilizon drops an event whose image has none.
 * @param title used when there is no alternative text
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

/** The `icon` or `image` of an actor. */
export const imageOf = (origin: string, image: Image, title: string): JsonObject => ({
  type: "Image",
  mediaType: image.mediaType,
  url: address(origin, image.url),
  name: plain(image.alt) || title,
  ...pixels(image),
})

/** The name by which Mobilizon recognises the `Link` to the event's own page. */
export const WEBSITE = "Website"

/** A Link. Gancio throws on one without `mediaType`. */
export const linkTo = (href: string, name: string, mediaType = "text/html"): JsonObject => ({
  type: "Link",
  mediaType,
  href,
  name: plain(name) || href,
})
