import { randomUUID } from "node:crypto"
import type { Context } from "hono"
import { html } from "hono/html"
import { HTTPException } from "hono/http-exception"
import { paths } from "../../../domain/paths.ts"
import { isOutage } from "../../../store/outage.ts"
import { show, title } from "../../components/document.ts"
import { link, type WebEnv } from "../../components/visit.ts"

/** A database that was restarted is there again within seconds. */
const RETRY_AFTER = "30"

/**
 * Errors in words. A refused request keeps its status, a database that is away is a 503; anything else is a 500 with a reference that joins what the visitor
 * sees to what the log holds. Nothing here asks the database, which may be what failed.
 */
export const failure = (log: (reference: string, error: unknown) => void) => (error: unknown, c: Context<WebEnv>) => {
  const visit = c.get("visit")
  const { failure: words, missing: others } = visit.words
  const refused = error instanceof HTTPException && error.status < 500 ? error.status : null
  const away = isOutage(error)
  const status = refused ?? (away ? 503 : 500)
  const reference = randomUUID().slice(0, 8)
  if (status === 500) log(reference, error)
  return show(c, {
    title: title(visit, refused ? words.bad : words.short),
    status,
    ...(away && { headers: { "Retry-After": RETRY_AFTER } }),
    unlisted: true,
    main: html`<div class="wrap stack"><p class="small soft">${others.error(status)}</p><h1>${refused ? words.bad : words.title}</h1>${
      !refused && html`<p class="lede">${away ? words.away : words.text(reference)}</p>`
    }<p><a class="btn" href="${link(visit, paths.home())}">${others.home}</a></p></div>`,
  })
}
