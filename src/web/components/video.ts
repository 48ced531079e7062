import { html } from "hono/html"
import type { Html } from "./html.ts"
import type { Visit } from "./visit.ts"

export interface Video {
  page: string
  origin: string
  host: string
  /** null: the address does not have the form of a PeerTube page */
  embed: string | null
}

/** PeerTube's watch pages (`/w/{id}`, `/videos/watch/{id}`) and their embeds. Null for what is no web address. */
export function video(url: string): Video | null {
  const page = URL.parse(url)
  if (!page || !/^https?:$/.test(page.protocol)) return null
  const id = /^\/(?:w|videos\/watch)\/([A-Za-z0-9-]{8,40})$/.exec(page.pathname)?.[1]
  return { page: url, origin: page.origin, host: page.host, embed: id ? `${page.origin}/videos/embed/${id}` : null }
}

/** Nothing is loaded from the other site before a click; without JavaScript the link leads there. */
export function player(visit: Visit, { page, host, embed }: Video): Html {
  const { interview: words } = visit.words
  const button = html`<a class="btn lamp" href="${page}">${words.play}</a>`
  return html`<div class="play">
  <p>
    <strong>${words.video}</strong><br>
    <span class="small">${embed ? words.hosted(host) : words.elsewhere(host)}</span>
  </p>
  ${embed ? html`<b-play src="${embed}" label="${words.video}">${button}</b-play>` : button}
</div>`
}
