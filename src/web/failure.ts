import { randomUUID } from "node:crypto"
import type { Context } from "hono"
import { html } from "hono/html"
import { HTTPException } from "hono/http-exception"
import { paths } from "../domain/paths.ts"
import { show, title } from "./components/document.ts"
import { link, type WebEnv } from "./visit.ts"

/**
 * Errors in words. A refused request keeps its status; anything else is a 500 with a reference that joins what the visitor
 * sees to what the log holds. Nothing here asks the database, which may be what failed.
 */
export const failure = (log: (reference: string, error: unknown) => void) => (error: unknown, c: Context<WebEnv>) => {
  const visit = c.get("visit")
  const { failure: words, missing: others } = visit.words
  const refused = error instanceof HTTPException && error.status < 500 ? error.status : null
  const reference = randomUUID().slice(0, 8)
  if (!refused) log(reference, error)
  return show(c, {
    title: title(visit, refused ? words.bad : words.short),
    status: refused ?? 500,
    unlisted: true,
    main: html`<div class="wrap stack"><p class="small soft">${others.error(refused ?? 500)}</p><h1>${refused ? words.bad : words.title}</h1>${
      !refused && html`<p class="lede">${words.text(reference)}</p>`
    }<p><a class="btn" href="${link(visit, paths.home())}">${others.home}</a></p></div>`,
  })
}
