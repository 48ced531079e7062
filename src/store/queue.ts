import { type RawBuilder, sql } from "kysely"
import type { Db, Trx } from "./db.ts"

/**
 * A table of work from which several processes take. A row is taken under a lease: until `leased_until` others leave it alone, and
 * what a process had that died becomes due again by itself. Nothing is locked while the work is done.
 */
export interface Queue {
  table: "delivery" | "inbox_activity" | "source"
  /** which rows of the table, here named `due`, are still to be done */
  open: RawBuilder<boolean>
  /**
   * Whether a row has `state`, `attempts` and `error`. Each claim then raises `attempts`, which tells the claims of a row apart:
   * a process whose lease has run out cannot write over what another one does meanwhile.
   */
  attempts: boolean
  /** further columns that every change sets */
  stamp?: RawBuilder<unknown>
}

interface ClaimRequest {
  /** the time that decides what is due; the database's clock as `sql\`now()\`` */
  now: RawBuilder<Date>
  leaseSeconds: number
  limit: number
  /** which open rows, besides those under a lease, are due and in which order; the table is named `due` */
  due: RawBuilder<boolean>
  order: RawBuilder<unknown>
  /** rows that others have locked: passed over, or waited for where a later row must not overtake them */
  locked: "skip" | "wait"
  /**
   * Decides each due row: a query from the rows `due` that gives `id`, `taken` and the next `due_at` and, for a queue with attempts,
   * the new `state` and `error` or null. Without it every row is taken.
   */
  judge?: RawBuilder<unknown>
  /** columns of the row as `work`, and of what `judge` gives as `judged` */
  returning: RawBuilder<unknown>
}

/** Takes rows under a lease, in one statement. The rows come back in no particular order. */
export async function claim<Row>(db: Db, queue: Queue, request: ClaimRequest): Promise<Row[]> {
  const { now, leaseSeconds, limit, due, order, locked, returning } = request
  const judge = request.judge ?? sql`select id, true as taken, due_at, null as state, null as error from due`
  const { rows } = await sql<Row>`
    with due as materialized (
      select * from ${sql.table(queue.table)} due
      where ${queue.open} and (due.leased_until is null or due.leased_until <= ${now}) and ${due}
      order by ${order} limit ${limit} for update of due ${sql.raw(locked === "skip" ? "skip locked" : "")}
    ), judged as (${judge})
    update ${sql.table(queue.table)} work set
      leased_until = case when judged.taken then ${now} + ${seconds(leaseSeconds)} end,
      due_at = judged.due_at
      ${
        queue.attempts
          ? sql`, attempts = work.attempts + judged.taken::int, state = coalesce(judged.state, work.state),
            error = coalesce(judged.error, work.error)`
          : sql``
      }
      ${stampOf(queue)}
    from judged where work.id = judged.id
    returning ${returning}
  `.execute(db)
  return rows
}

/** What became of one claim of a row. */
export interface ClaimResult {
  id: number
  /** `attempts` as the row was claimed: each claim has another number */
  claimed: number
  state: string
  /** how many attempts are remembered */
  attempts: number
  /** seconds after which a pending row is due again */
  delay: number
  error: string | null
  /** the HTTP status, in a queue that has it */
  status?: number | null
}

/**
 * Ends leases, many in one statement. Only rows under a lease are written: what another process has finished meanwhile, or what was
 * given up, stays as it is. While another process has a lease of its own, only what was done counts, since it is true
 * whichever process did it.
 */
export async function settle(
  db: Db,
  queue: Queue & { attempts: true },
  results: readonly ClaimResult[],
  now = sql<Date>`now()`,
): Promise<void> {
  if (results.length === 0) return
  const withStatus = queue.table === "delivery"
  await sql`
    update ${sql.table(queue.table)} work set
      state = result.state,
      attempts = result.attempts,
      due_at = case result.state when 'pending' then ${now} + result.delay * interval '1 s' else work.due_at end,
      leased_until = null,
      error = result.error
      ${withStatus ? sql`, status = result.status` : sql``} ${stampOf(queue)}
    from unnest(
      ${results.map(r => r.id)}::bigint[], ${results.map(r => r.claimed)}::int[], ${results.map(r => r.state)}::text[],
      ${results.map(r => r.attempts)}::int[], ${results.map(r => r.delay)}::float8[],
      ${results.map(r => r.error)}::text[], ${results.map(r => r.status ?? null)}::int[]
    ) as result (id, claimed, state, attempts, delay, error, status)
    where work.id = result.id and work.leased_until is not null
      and (result.state = 'done' or result.claimed = work.attempts)
  `.execute(db)
}

/** Gives rows back that were claimed and not begun: they are as before the claim. */
export async function release(db: Db, queue: Queue, ids: readonly (number | string)[]): Promise<void> {
  if (ids.length === 0) return
  await sql`
    update ${sql.table(queue.table)} due set leased_until = null
      ${queue.attempts ? sql`, attempts = attempts - 1` : sql``} ${stampOf(queue)}
    where id in (${sql.join(ids)}) ${queue.attempts ? sql`and ${queue.open}` : sql``}
  `.execute(db)
}

/**
 * Runs work that is done in one transaction with its end, unless another process has done it since: the row is locked until the
 * transaction ends. @param work gives the state in which the row ends
 */
export async function finish(
  trx: Trx,
  queue: Queue & { attempts: true },
  id: number,
  work: () => Promise<string>,
): Promise<void> {
  const table = sql.table(queue.table)
  const { rows } = await sql`select from ${table} due where id = ${id} and ${queue.open} for update`.execute(trx)
  if (rows.length === 0) return
  const state = await work()
  await sql`
    update ${table} set state = ${state}, leased_until = null, error = null ${stampOf(queue)} where id = ${id}
  `.execute(trx)
}

/** Wakes the workers that listen on the channel when the transaction commits. */
export async function notify(db: Db, channel: "beffroi_delivery" | "beffroi_inbox" | "beffroi_import"): Promise<void> {
  await sql`select pg_notify(${channel}, '')`.execute(db)
}

/** An instant as a parameter of {@link ClaimRequest.now}. */
export const at = (instant: Date): RawBuilder<Date> => sql<Date>`${instant}::timestamptz`
export const seconds = (count: number): RawBuilder<unknown> => sql`${count}::float8 * interval '1 s'`
const stampOf = ({ stamp }: Queue) => (stamp ? sql`, ${stamp}` : sql``)
