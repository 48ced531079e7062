import type { Context } from "hono"
import { html } from "hono/html"
import { paths } from "../../../domain/paths.ts"
import { isSlug } from "../../../domain/patterns.ts"
import type { Db } from "../../../store/db.ts"
import type { Deleted } from "../../../store/public/deleted.ts"
import { publicEvents, readDeletedEvent } from "../../../store/public/events.ts"
import { readDeletedInterview } from "../../../store/public/interviews.ts"
import { instantWords } from "../../components/dates.ts"
import { show, title } from "../../components/document.ts"
import type { Html } from "../../components/html.ts"
import { rows } from "../../components/rows.ts"
import { link, type Visit, type WebEnv } from "../../components/visit.ts"

/** 404, the same for what never existed and for what is not public, with events that the address may have meant. */
export const missing = (db: Db) => async (c: Context<WebEnv>) => {
  const visit = c.get("visit")
  const { missing: words } = visit.words
  const meant = wordsOf(visit.path)
  const near = meant ? await publicEvents(db, { q: meant, order: "desc", limit: 3 }) : []
  const maybe = html`<section class="stack" aria-labelledby="pp">
  <h2 id="pp">${words.maybe}</h2>
  ${rows(visit, near, { level: 3 })}
</section>`
  return show(c, {
    title: title(visit, words.short),
    status: 404,
    unlisted: true,
    main: html`<div class="wrap${near.length > 0 && " side even"}">
<div class="stack">
  <p class="small soft">${words.error(404)}</p>
  <h1>${words.title}</h1>
  <p class="lede">${words.text}</p>
  ${waysOut(visit)}
</div>
${near.length > 0 && maybe}
</div>`,
  })
}

/** The words of a page's address: `/e/nec-lille-2024` may have meant an event with "nec" and "lille". */
function wordsOf(path: string): string {
  const slug = /^\/[ei]\/([a-z0-9-]{3,80})/.exec(path)?.[1] ?? ""
  return slug
    .split("-")
    .filter(word => word.length > 2 && !/^\d+$/.test(word))
    .slice(0, 5)
    .join(" ")
}

/** 410 with its date for what was deleted, else 404. */
export const goneOrMissing = (db: Db, noun: "event" | "interview", slug: string) => async (c: Context<WebEnv>) => {
  const read = noun === "event" ? readDeletedEvent : readDeletedInterview
  const deleted = isSlug(slug) ? await read(db, { slug }) : null
  return deleted ? gone(c, noun, deleted) : missing(db)(c)
}

/** 410: it was deleted, and on which day. */
function gone(c: Context<WebEnv>, noun: "event" | "interview", { deletedAt, timeZone }: Deleted) {
  const visit = c.get("visit")
  const { gone: words, missing: others } = visit.words
  return show(c, {
    title: title(visit, words.short),
    status: 410,
    unlisted: true,
    main: html`<div class="wrap stack">
  <p class="small soft">${others.error(410)}</p>
  <h1>${words[noun](instantWords(visit, deletedAt, timeZone).day)}</h1>
  <p class="lede">${words.text}</p>
  ${waysOut(visit)}
</div>`,
  })
}

const waysOut = (visit: Visit): Html => html`<p class="line">
  <a class="btn main" href="${link(visit, paths.home())}">${visit.words.missing.home}</a>
  <a class="btn" href="${link(visit, paths.archive())}">${visit.words.missing.archives}</a>
</p>`
