import { html } from "hono/html"
import type { Image } from "../../domain/image.ts"
import { localPath } from "../../domain/paths.ts"
import { typeset } from "../../text/typography.ts"
import type { Html } from "./html.ts"
import { langOf, type Visit } from "./visit.ts"

export type OwnImage = Pick<Image, "alt" | "credit" | "licence" | "width" | "height"> & { path: string }

/** An image at an address of this site: one that lies elsewhere comes through it. */
export const ownImage = (visit: Visit, image: Image | null, through: string): OwnImage | null =>
  image && { ...image, path: localPath(visit.origin, image.url) ?? through }

export function figure(visit: Visit, image: OwnImage, language: string): Html {
  const lang = langOf(visit, language)
  const credit = [image.credit, image.licence].filter(Boolean).join(", ")
  return html`<figure class="picture"${lang}>${img(image, language)}${credit && html`<figcaption class="small soft">${typeset(credit, language)}</figcaption>`}</figure>`
}

/** With its size where it is known, so that the text does not jump when it arrives. */
export const img = (image: OwnImage, language: string): Html =>
  html`<img src="${image.path}" alt="${typeset(image.alt, language)}" loading="lazy"${image.width && html` width="${image.width}"`}${image.height && html` height="${image.height}"`}>`
