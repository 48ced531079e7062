import { slugOf } from "../../domain/calendar.ts"
import { invalid } from "../../domain/errors.ts"
import type { EventFields } from "../../domain/event.ts"
import { fieldProblem } from "../../domain/field-problem.ts"
import type { Trx } from "../../store/db.ts"
import { slugTaken, takenSlugs } from "../../store/event-rows.ts"
import { lock } from "../../store/locks.ts"

/** The slug that was asked for, or one made of the title. */
export async function freeSlug(trx: Trx, asked: string | null, fields: EventFields, prefix = ""): Promise<string> {
  if (!asked) return (await freeSlugs(trx, [fields]))[0]!
  const field = prefix ? `${prefix}.slug` : "slug"
  await lock(trx, "event slugs")
  if (await slugTaken(trx, "event", asked)) throw invalid([fieldProblem(field, "taken-by-event", { value: asked })])
  return asked
}

/** Slugs of titles that nobody has: `seance-pleniere`, then with its date, then with a number. */
export async function freeSlugs(trx: Trx, events: readonly EventFields[]): Promise<string[]> {
  await lock(trx, "event slugs")
  const wanted = events.map(({ title, when }) => {
    const base = slugOf(title)
    return { base, dated: `${base}-${when.start.slice(0, 10)}` }
  })
  const taken = await takenSlugs(
    trx,
    wanted.flatMap(({ base, dated }) => [base, dated]),
  )
  // only those whose title stands twice on one day are numbered
  const first = new Set(taken)
  const twice = wanted.filter(({ base, dated }) => {
    const free = [base, dated].find(slug => !first.has(slug))
    if (free) first.add(free)
    return !free
  })
  const stems = [...new Set(twice.map(({ dated }) => dated))]
  if (stems.length > 0) for (const slug of await takenSlugs(trx, [], stems)) taken.add(slug)
  const next = new Map<string, number>()
  return wanted.map(({ base, dated }) => {
    let slug = [base, dated].find(slug => !taken.has(slug))
    for (let n = next.get(dated) ?? 2; !slug; n++) {
      if (!taken.has(`${dated}-${n}`)) slug = `${dated}-${n}`
      next.set(dated, n + 1)
    }
    taken.add(slug)
    return slug
  })
}
