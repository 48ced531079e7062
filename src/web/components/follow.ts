import { html, raw } from "hono/html"
import type { Calendar } from "../../domain/calendar.ts"
import { absolute, paths } from "../../domain/paths.ts"
import { typeset } from "../../text/typography.ts"
import { address, webcal } from "./head.ts"
import type { Html } from "./html.ts"
import { link, type Visit } from "./visit.ts"

/** The button; without JavaScript it leads to the page that says the same as the dialog. */
export const followButton = (
  visit: Visit,
  calendar: Calendar | null,
  tone: string,
  label = visit.words.follow.button,
): Html =>
  html`<b-follow><a class="${`btn ${tone}`.trim()}" href="${link(visit, paths.follow(calendar?.handle))}">${label}</a></b-follow>`

export interface FollowForm {
  /** the calendar to follow; null lets the visitor choose one */
  calendar: Calendar | null
  account?: string
  error?: string
}

/**
 * Sent by POST, so that the visitor's address stands in no URL, log, history or Referer.
 * @param id tells the fields of the dialog from those of the page
 */
export function followForm(visit: Visit, { calendar, account, error }: FollowForm, id: string, focus: boolean): Html {
  const { follow: words } = visit.words
  const { calendars } = visit.site
  const described = error ? `${id}-h ${id}-e` : `${id}-h`
  return html`<form class="stack" action="${link(visit, "/suivre")}" method="post">${
    calendar
      ? html`<input type="hidden" name="calendrier" value="${calendar.handle}">`
      : html`<div class="field"><label for="${id}-k">${words.which}</label><select id="${id}-k" name="calendrier"${focus && raw(" autofocus")}>${calendars.map(
          one => html`<option value="${one.handle}">${typeset(one.name, one.language)}</option>`,
        )}</select></div>`
  }<div class="field"><label for="${id}">${words.account}</label><p class="hint" id="${id}-h">${words.hint}</p><input id="${id}" name="compte" value="${account ?? ""}" required autocapitalize="none" autocomplete="off" spellcheck="false" inputmode="email" aria-describedby="${described}"${
    error && raw(' aria-invalid="true"')
  }${focus && calendar && raw(" autofocus")}>${error && html`<p class="err" id="${id}-e">${error}</p>`}</div><button class="btn main">${words.go}</button></form>`
}

/** The ways to follow that need no account; interviews have no dates for a calendar app. The page says more than the dialog. */
export function withoutAccount(visit: Visit, calendar: Calendar | null, level: 2 | 3): Html {
  const heading = raw(`h${level}`)
  const { follow: words } = visit.words
  const page = calendar ? paths.calendarPage(calendar.handle) : paths.home()
  const interviews = calendar?.calendarKind === "interviews"
  return html`<hr><section class="stack"${level === 2 && raw(' id="autres"')}><${heading}>${words.without}</${heading}><ul class="stack">${
    !interviews && intoCalendars(visit, page, level === 2)
  }<li>${words.reader}${visit.words.colon}<a href="${paths.feed(page, "atom")}">Atom</a> ${words.or} <a href="${paths.feed(page, "json")}">JSON</a></li></ul></section>`
}

/** Each calendar program takes an address to subscribe to in its own way. */
function intoCalendars(visit: Visit, page: string, all: boolean): Html {
  const { follow: words } = visit.words
  const address = webcal(visit.origin, paths.feed(page, "ics"))
  const https = absolute(visit.origin, paths.feed(page, "ics"))
  const google = `https://calendar.google.com/calendar/r?${new URLSearchParams({ cid: address })}`
  const outlook = `https://outlook.live.com/calendar/0/addfromweb?${new URLSearchParams({ url: https })}`
  return html`<li><a class="btn" href="${address}">${words.calendar}</a> <span class="small soft">${words.calendarApps}</span></li>${
    all &&
    html`<li><b-copy value="${https}" said="${visit.words.copied}"><a class="btn" href="${https}">${words.copy}</a></b-copy> <span class="small soft">${words.copyApps}</span></li><li><a href="${google}">${words.google}</a> · <a href="${outlook}">${words.outlook}</a></li>`
  }`
}

export const followTitle = (visit: Visit, calendar: Calendar | null): string =>
  visit.words.follow.title(typeset(calendar?.name ?? visit.site.name, calendar?.language ?? visit.language))

export const ownAddress = (visit: Visit, calendar: Calendar): Html =>
  html`<code>${address(visit.origin, calendar.handle)}</code>`

/** What the follow button opens; the page `/suivre` holds the same. */
export function followDialog(visit: Visit, calendar: Calendar | null): Html {
  const { follow: words } = visit.words
  return html`<dialog id="suivre" aria-labelledby="dlg-t"><div class="in"><header><h2 id="dlg-t">${followTitle(visit, calendar)}</h2><form method="dialog"><button class="btn plain">${words.close}</button></form></header>${followForm(
    visit,
    { calendar },
    "c2",
    true,
  )}${calendar && html`<p class="small">${words.orCopy} ${ownAddress(visit, calendar)}</p>`}${withoutAccount(visit, calendar, 3)}</div></dialog>`
}
