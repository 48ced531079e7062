import { randomUUID } from "node:crypto"
import type { Context } from "hono"
import { html } from "hono/html"
import { HTTPException } from "hono/http-exception"
import { paths } from "../../../domain/paths.ts"
import { isOutage } from "../../../store/outage.ts"
import { show, title } from "../../components/document.ts"
import { link, type WebEnv } from "../../components/visit.ts"

/** Seconds: a database that is restarted answers again within that time. */
const RETRY_AFTER = "30"

/**
 * The page of an error. A refused request keeps its status and an unreachable database is a 503; anything else is a 500
 * with a reference, under which the log has the error. Nothing here reads the database, which may be what failed.
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
    main: html`<div class="wrap stack">
  <p class="small soft">${others.error(status)}</p>
  <h1>${refused ? words.bad : words.title}</h1>
  ${!refused && html`<p class="lede">${away ? words.away : words.text(reference)}</p>`}
  <p><a class="btn" href="${link(visit, paths.home())}">${others.home}</a></p>
</div>`,
  })
}
