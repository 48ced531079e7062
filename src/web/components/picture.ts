import { html } from "hono/html"
import type { Image } from "../../domain/image.ts"
import { localPath } from "../../domain/paths.ts"
import { typeset } from "../../text/typography.ts"
import type { Html } from "./html.ts"
import { langOf, type Visit } from "./visit.ts"

export type OwnImage = Pick<Image, "alt" | "credit" | "licence" | "width" | "height"> & { path: string }

/** The image at an address of this site. @param through path that passes on an image of another host */
export const ownImage = (visit: Visit, image: Image | null, through: string): OwnImage | null =>
  image && { ...image, path: localPath(visit.origin, image.url) ?? through }

export function figure(visit: Visit, image: OwnImage, language: string): Html {
  const lang = langOf(visit, language)
  const credit = [image.credit, image.licence].filter(Boolean).join(", ")
  return html`<figure class="picture"${lang}>
  ${img(image, language)}
  ${credit && html`<figcaption class="small soft">${typeset(credit, language)}</figcaption>`}
</figure>`
}

/** With its size, if the image has one, so that the layout does not shift when it arrives. */
export function img({ path, alt, width, height }: OwnImage, language: string): Html {
  const size = html`${width && html` width="${width}"`}${height && html` height="${height}"`}`
  return html`<img src="${path}" alt="${typeset(alt, language)}" loading="lazy"${size}>`
}
