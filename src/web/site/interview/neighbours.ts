import { html, raw } from "hono/html"
import type { WholeInterview } from "../../../domain/interview.ts"
import type { Db } from "../../../store/db.ts"
import { countPublicInterviews, newerInterviews, publicInterviews } from "../../../store/public/interviews.ts"
import { typeset } from "../../../text/typography.ts"
import type { Html } from "../../components/html.ts"
import { interviewLink, names } from "../../components/interview-cards.ts"
import { langOf, type Visit } from "../../components/visit.ts"

/** An interview's place in its collection. */
export interface Neighbours {
  /** of interviews in the collection */
  total: number
  /** of interviews published after it */
  newer: number
  /** up to five, newest first, with the interview itself */
  shown: WholeInterview[]
}

/** Reads the interview's place in its collection, with two neighbours on either side. */
export async function readNeighbours(db: Db, interview: WholeInterview): Promise<Neighbours> {
  const selection = { calendar: interview.calendar.handle }
  const [total, newer] = await Promise.all([countPublicInterviews(db, selection), newerInterviews(db, interview)])
  const offset = Math.max(0, Math.min(newer - 2, total - 5))
  return { total, newer, shown: await publicInterviews(db, { ...selection, limit: 5, offset }) }
}

/** Links to the neighbours; empty if it is alone in its collection. */
export function neighbourNav(visit: Visit, interview: WholeInterview, { shown }: Neighbours): Html | "" {
  if (shown.length < 2) return ""
  const entry = (one: WholeInterview) => {
    const isThis = one.id === interview.id
    const title = typeset(one.title, one.language)
    const current = html`<span aria-current="page"${langOf(visit, one.language)}>${title}</span>`
    return html`<li${isThis && raw(' class="soft"')}>
  ${isThis ? current : interviewLink(visit, one)}<br>
  <span class="small soft">${names(visit, one)}</span>
</li>`
  }
  return html`<nav class="stack" aria-labelledby="h-col">
  <h2 id="h-col">${visit.words.interview.collection}</h2>
  <ol class="stack">${shown.map(entry)}</ol>
</nav>`
}
