import { html, raw } from "hono/html"
import type { Calendar } from "../../domain/calendar.ts"
import { absolute, paths } from "../../domain/paths.ts"
import { typeset } from "../../text/typography.ts"
import { address, webcal } from "./head.ts"
import type { Html } from "./html.ts"
import { link, type Visit } from "./visit.ts"

/** The button that opens the dialog; without JavaScript it leads to the page `/suivre`, which holds the same. */
export const followButton = (
  visit: Visit,
  calendar: Calendar | null,
  tone: string,
  label = visit.words.follow.button,
): Html =>
  html`<b-follow>
  <a class="${`btn ${tone}`.trim()}" href="${link(visit, paths.follow(calendar?.handle))}">${label}</a>
</b-follow>`

export interface FollowForm {
  /** the calendar to follow; null lets the visitor choose one */
  calendar: Calendar | null
  account?: string
  error?: string
}

/**
 * The form that asks for the visitor's account. Sent by POST, so that the account stands in no URL, log, history or
 * Referer.
 * @param id prefix of the fields' ids: a page may hold the form twice, once in the dialog
 * @param focus whether its first field gets the focus
 */
export function followForm(visit: Visit, { calendar, account, error }: FollowForm, id: string, focus: boolean): Html {
  const { follow: words } = visit.words
  const described = error ? `${id}-h ${id}-e` : `${id}-h`
  const autofocus = focus && raw(" autofocus")
  return html`<form class="stack" action="${link(visit, paths.follow())}" method="post">
  ${
    calendar
      ? html`<input type="hidden" name="calendrier" value="${calendar.handle}">`
      : calendarChoice(visit, `${id}-k`, autofocus)
  }
  <div class="field">
    <label for="${id}">${words.account}</label>
    <p class="hint" id="${id}-h">${words.hint}</p>
    <input
      id="${id}" name="compte" value="${account ?? ""}" required
      autocapitalize="none" autocomplete="off" spellcheck="false" inputmode="email"
      aria-describedby="${described}"${error && raw(' aria-invalid="true"')}${calendar && autofocus}>
    ${error && html`<p class="err" id="${id}-e">${error}</p>`}
  </div>
  <button class="btn main">${words.go}</button>
</form>`
}

const calendarChoice = (visit: Visit, id: string, autofocus: Html | false): Html =>
  html`<div class="field">
  <label for="${id}">${visit.words.follow.which}</label>
  <select id="${id}" name="calendrier"${autofocus}>
    ${visit.site.calendars.map(
      ({ handle, name, language }) => html`<option value="${handle}">${typeset(name, language)}</option>`,
    )}
  </select>
</div>`

/**
 * The ways to follow that need no account. Interviews have no calendar feed.
 * @param level of the heading: 2 on the page `/suivre`, which names more ways than the dialog (3)
 */
export function withoutAccount(visit: Visit, calendar: Calendar | null, level: 2 | 3): Html {
  const heading = raw(`h${level}`)
  const { follow: words } = visit.words
  const page = calendar ? paths.calendarPage(calendar.handle) : paths.home()
  const interviews = calendar?.calendarKind === "interviews"
  const atom = html`<a href="${paths.feed(page, "atom")}">Atom</a>`
  const json = html`<a href="${paths.feed(page, "json")}">JSON</a>`
  return html`<hr>
<section class="stack"${level === 2 && raw(' id="autres"')}>
  <${heading}>${words.without}</${heading}>
  <ul class="stack">
    ${!interviews && intoCalendars(visit, page, level === 2)}
    <li>${words.reader}${visit.words.colon}${atom} ${words.or} ${json}</li>
  </ul>
</section>`
}

/** The ways to subscribe to a calendar feed. @param all also those that need another page of a calendar service */
function intoCalendars(visit: Visit, page: string, all: boolean): Html {
  const { follow: words } = visit.words
  const address = webcal(visit.origin, paths.feed(page, "ics"))
  const https = absolute(visit.origin, paths.feed(page, "ics"))
  const google = `https://calendar.google.com/calendar/r?${new URLSearchParams({ cid: address })}`
  const outlook = `https://outlook.live.com/calendar/0/addfromweb?${new URLSearchParams({ url: https })}`
  const others = html`<li>
  ${copyButton(visit, https, words.copy)}
  <span class="small soft">${words.copyApps}</span>
</li>
<li><a href="${google}">${words.google}</a> · <a href="${outlook}">${words.outlook}</a></li>`
  return html`<li>
  <a class="btn" href="${address}">${words.calendar}</a>
  <span class="small soft">${words.calendarApps}</span>
</li>
${all && others}`
}

/** A button that copies an address to the clipboard; without JavaScript a link to that address. */
export const copyButton = (visit: Visit, address: string, label: string, tone = ""): Html =>
  html`<b-copy value="${address}" message="${visit.words.copied}">
  <a class="${`btn ${tone}`.trim()}" href="${address}">${label}</a>
</b-copy>`

export const followTitle = (visit: Visit, calendar: Calendar | null): string =>
  visit.words.follow.title(typeset(calendar?.name ?? visit.site.name, calendar?.language ?? visit.language))

export const ownAddress = (visit: Visit, calendar: Calendar): Html =>
  html`<code>${address(visit.origin, calendar.handle)}</code>`

/** The dialog that the follow button opens. */
export function followDialog(visit: Visit, calendar: Calendar | null): Html {
  const { follow: words } = visit.words
  return html`<dialog id="suivre" aria-labelledby="dlg-t">
<div class="in">
  <header>
    <h2 id="dlg-t">${followTitle(visit, calendar)}</h2>
    <form method="dialog"><button class="btn plain">${words.close}</button></form>
  </header>
  ${followForm(visit, { calendar }, "c2", true)}
  ${calendar && html`<p class="small">${words.orCopy} ${ownAddress(visit, calendar)}</p>`}
  ${withoutAccount(visit, calendar, 3)}
</div>
</dialog>`
}
