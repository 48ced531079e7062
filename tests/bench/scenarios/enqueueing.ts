import { sql } from "kysely"
import type { Scenario } from "../run.ts"
import { against, median } from "../support/figure.ts"
import { addFollowers, openSite, type TestSite } from "../support/site.ts"

const bench = "enqueueing"
const FOLLOWERS = 100_000

/** Publishing to 100,000 followers, as far as the officer waits for it: one transaction, no worker running. */
export const enqueueing: Scenario = async ({ postgres, full, tell }) => {
  const site = await openSite(postgres)
  const { id, handle } = await site.calendar("agenda")
  await addFollowers(site.db, id, { followers: FOLLOWERS, port: 1 })
  const times: number[] = []
  const transactions: number[] = []
  for (let i = 0; i < (full ? 7 : 3); i++) {
    const begun = performance.now()
    await site.publish(handle)
    times.push(performance.now() - begun)
    transactions.push(await transactionsOfLast(site))
  }
  await site.close()
  const spread = { least: Math.round(Math.min(...times)), most: Math.round(Math.max(...times)) }
  const figure = `publishing with ${FOLLOWERS} deliveries`
  tell(against({ bench, figure, value: median(times), unit: "ms", with: spread }, { most: 2_000 }))
  const named = { bench, figure: "transactions that wrote a publication and its deliveries", unit: "transactions" }
  tell(against({ ...named, value: Math.max(...transactions) }, { least: 1, most: 1 }))
}

/** PostgreSQL keeps in each row which transaction wrote it. */
async function transactionsOfLast({ db }: TestSite): Promise<number> {
  const { rows } = await sql<{ deliveries: number; transactions: number }>`
    with publication as (select id, xmin from outbox where type = 'Create' order by seq desc limit 1),
    delivered as (select delivery.xmin from delivery join publication on publication.id = outbox_id)
    select (select count(*) from delivered) as deliveries, count(distinct written.xmin::text) as transactions
    from (select xmin from publication union all select xmin from delivered) as written
  `.execute(db)
  const { deliveries, transactions } = rows[0]!
  if (deliveries !== FOLLOWERS) throw new Error(`${deliveries} deliveries were written, not ${FOLLOWERS}`)
  return transactions
}
