import { html } from "hono/html"
import { paths } from "../../domain/paths.ts"
import { typeset } from "../../text/typography.ts"
import type { Html } from "./html.ts"
import { langOf, link, type Visit } from "./visit.ts"

/** The tags of an event or interview, each leading to the page of everything with that tag; empty without tags. */
export const tagLinks = (visit: Visit, { tags, language }: { tags: string[]; language: string }): Html | "" =>
  tags.length === 0
    ? ""
    : html`<nav class="line small noprint" aria-label="${visit.words.tag.list}">
  ${tags.map(tag => {
    const page = link(visit, paths.tagPage(tag))
    return html`<a href="${page}"${langOf(visit, language)}>#${typeset(tag, language)}</a> `
  })}
</nav>`
