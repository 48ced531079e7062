import { html } from "hono/html"
import { paths } from "../../domain/paths.ts"
import { typeset } from "../../text/typography.ts"
import type { Html } from "./html.ts"
import { langOf, link, type Visit } from "./visit.ts"

/** The keywords of one thing, each leading to all that has it. */
export const tagLinks = (visit: Visit, { tags, language }: { tags: string[]; language: string }): Html | "" =>
  tags.length === 0
    ? ""
    : html`<nav class="line small noprint" aria-label="${visit.words.tag.list}">${tags.map(
        tag =>
          html`<a href="${link(visit, paths.tagPage(tag))}"${langOf(visit, language)}>#${typeset(tag, language)}</a> `,
      )}</nav>`
