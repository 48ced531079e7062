import type { Context } from "hono"
import { html } from "hono/html"
import type { Calendar } from "../../../domain/calendar.ts"
import { absolute, paths } from "../../../domain/paths.ts"
import { show, title } from "../../components/document.ts"
import { type FollowForm, followForm, followTitle, ownAddress, withoutAccount } from "../../components/follow.ts"
import { onlyCalendar, type Visit, type WebEnv } from "../../components/visit.ts"
import type { RemoteFetch } from "../remote-fetch.ts"
import { type FollowProblem, followAddress } from "./remote-follow.ts"

const calendarOf = (visit: Visit, handle: unknown): Calendar | null =>
  visit.site.calendars.find(one => one.handle === handle) ?? null

/** The page `/suivre`: the same as the dialog, with how it works. */
export const followPage = (c: Context<WebEnv>) => {
  const calendar = calendarOf(c.get("visit"), c.req.query("calendrier")) ?? onlyCalendar(c.get("visit").site)
  return page(c, { calendar, account: c.req.query("compte")?.slice(0, 200) ?? "" })
}

/**
 * Sends the visitor to the follow page of their own server. Their account is used for that one request and neither
 * logged nor stored. It is accepted by POST only, so that no link can redirect somebody to a server of its choice.
 */
export const followThere = (guardedFetch: RemoteFetch) => async (c: Context<WebEnv>) => {
  const visit = c.get("visit")
  // a form that cannot be read is one without an address
  const body = await c.req.parseBody().catch((): Record<string, unknown> => ({}))
  const account = typeof body.compte === "string" ? body.compte.trim().slice(0, 200) : ""
  const calendar = calendarOf(visit, body.calendrier) ?? visit.site.calendars[0] ?? null
  if (!calendar) return page(c, { calendar: null })
  const outcome = await followAddress(
    guardedFetch,
    account,
    absolute(visit.origin, paths.actor(calendar.handle)),
    visit.origin,
  )
  if (typeof outcome !== "string") return page(c, { calendar, account, error: sentence(visit, outcome) }, 422)
  c.header("Cache-Control", "no-store")
  return c.redirect(outcome, 303)
}

function sentence(visit: Visit, { kind, host }: FollowProblem): string {
  const { follow: words } = visit.words
  return kind === "badAddress" ? words.badAddress : words[kind](host)
}

function page(c: Context<WebEnv>, form: FollowForm, status: 200 | 422 = 200) {
  const visit = c.get("visit")
  const { follow: words } = visit.words
  const { calendar, error } = form
  const errorNote = html`<div class="note bad" role="alert" tabindex="-1" autofocus>
  <p><strong>${words.errorTitle}</strong></p>
  <ul>
    <li><a href="#c1">${words.errorField}${visit.words.colon}${error}</a></li>
  </ul>
</div>`
  return show(c, {
    title: `${error ? words.errorPrefix : ""}${title(visit, words.titleShort)}`,
    main: html`<div class="wrap">
<div class="stack-l measure">
<h1>${followTitle(visit, calendar)}</h1>
${error && errorNote}
<div class="stack">
  ${followForm(visit, form, "c1", false)}
  ${calendar && html`<p class="small">${words.orCopy} ${ownAddress(visit, calendar)}</p>`}
</div>
${withoutAccount(visit, calendar, 2)}
<section class="stack">
  <h2>${words.how}</h2>
  <p>${words.howText}</p>
</section>
</div>
</div>`,
    status,
    leaves: true,
    unlisted: status !== 200,
  })
}
