import type { Context } from "hono"
import { html } from "hono/html"
import type { TokenKeys } from "../../access/tokens.ts"
import { acceptInvitation, readInvited } from "../../actions/accounts/accept-invitation.ts"
import { API } from "../../domain/addresses/api.ts"
import { paths } from "../../domain/paths.ts"
import type { Db } from "../../store/db.ts"
import { show, title } from "../components/document.ts"
import type { Html } from "../components/html.ts"
import { eventCalendars, link, type Visit, type WebEnv } from "../components/visit.ts"

/**
 * The role that an invitation gives, and the button that accepts it. Opening the link does not: mail programs do that.
 */
export const welcome = (db: Db) => async (c: Context<WebEnv>) => {
  const visit = c.get("visit")
  const { welcome: words } = visit.words
  const secret = c.req.query("cle") ?? ""
  const invited = await readInvited(db, secret, visit.now)
  if (!invited) return unusable(c)
  return secretly(c, {
    title: title(visit, words.title),
    main: html`<div class="wrap stack measure">
<h1>${words.title}</h1>
<p class="lede">${words.roles[invited.role]}</p>
<p>${words.what}</p>
<form method="post" action="${link(visit, paths.welcomePage())}">
  <input type="hidden" name="cle" value="${secret}">
  <p><button class="btn main">${words.button}</button></p>
</form>
</div>`,
  })
}

/** Exchanges an invitation for an account and its API token, which is shown only now. */
export const accept =
  (db: Db, site: { origin: string; now(): Date }, keys: TokenKeys) => async (c: Context<WebEnv>) => {
    const visit = c.get("visit")
    const { welcome: words } = visit.words
    // a form that cannot be read is one without a secret
    const { cle } = await c.req.parseBody().catch((): Record<string, unknown> => ({}))
    const given = typeof cle === "string" ? await acceptInvitation(db, site, keys, cle) : null
    if (!given) return unusable(c)
    const { jwt, role } = given
    const publishes = role === "admin" || role === "publisher"
    return secretly(c, {
      title: title(visit, words.keyTitle),
      main: html`<div class="wrap stack measure">
<h1>${words.keyTitle}</h1>
<div class="note good" role="status">
  <p>${words.keyOnce}</p>
</div>
${toCopy("cle", words.key, jwt)}
${publishes && firstEvent(visit, jwt, role === "admin")}
<p><a href="${API.document()}">${words.more}</a></p>
</div>`,
    })
  }

/** Commands to copy: one that creates a calendar if there is none, and one that publishes an event in 30 days. */
function firstEvent(visit: Visit, jwt: string, admin: boolean): Html {
  const { welcome: words } = visit.words
  const existing = eventCalendars(visit.site)[0]
  const { handle, timeZone } = existing ?? { handle: "agenda", timeZone: "Europe/Paris" }
  const day = Temporal.Instant.fromEpochMilliseconds(visit.now.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .add({ days: 30 })
  const { title, summary, calendar: name } = words.example
  const calendar = { handle, kind: "agenda", name, language: visit.language, timeZone }
  const event = { calendar: handle, title, summary, start: `${day}T18:30`, end: `${day}T20:30`, publish: true }
  const firstCalendar = html`<p>${words.tryCalendar}</p>
${toCopy("calendrier", words.commandCalendar, curl(visit, jwt, "calendars", calendar))}`
  return html`<section class="stack" aria-labelledby="essai">
<h2 id="essai">${words.tryTitle}</h2>
${!existing && admin && firstCalendar}
<p>${words.tryText}</p>
${toCopy("commande", words.command, curl(visit, jwt, "events", event))}
</section>`
}

const curl = ({ origin }: Visit, jwt: string, noun: string, body: object): string =>
  [
    `curl ${origin}/api/v1/${noun} \\`,
    `  -H 'Authorization: Bearer ${jwt}' \\`,
    `  -H 'Content-Type: application/json' \\`,
    // an apostrophe would end the shell's quotation
    `  -d '${JSON.stringify(body).replaceAll("'", "’")}'`,
  ].join("\n")

const toCopy = (id: string, label: string, text: string): Html =>
  html`<div class="field">
  <label for="${id}">${label}</label>
  <textarea id="${id}" readonly rows="6" spellcheck="false" autocapitalize="none">${text}</textarea>
</div>`

/** The same page for an invitation that was used, has expired or never existed. */
function unusable(c: Context<WebEnv>) {
  const visit = c.get("visit")
  const { welcome: words, missing } = visit.words
  return secretly(c, {
    title: title(visit, words.goneTitle),
    status: 404,
    main: html`<div class="wrap stack measure">
  <p class="small soft">${missing.error(404)}</p>
  <h1>${words.goneTitle}</h1>
  <p class="lede">${words.goneText}</p>
  <p><code>npx beffroi user invite --role admin</code></p>
</div>`,
  })
}

/** A page that is neither cached nor indexed: it or its address holds a secret. */
async function secretly(c: Context<WebEnv>, page: Omit<Parameters<typeof show>[1], "unlisted">): Promise<Response> {
  const response = await show(c, { ...page, unlisted: true })
  response.headers.set("Cache-Control", "no-store")
  return response
}
