import { sql } from "kysely"
import { paths } from "../../domain/paths.ts"
import type { Stretch, StretchWindow } from "../collections.ts"
import type { Db } from "../db.ts"
import { objectPath } from "../object-path.ts"

/**
 * What belongs together: an event, its news and interviews — or one interview — and the public replies to them, oldest
 * first. `path` is a local object, `id` a remote one. Null when nothing public has this context.
 */
export async function readContext(
  db: Db,
  id: string,
  { offset, limit }: StretchWindow,
): Promise<(Stretch<{ path: string | null; id: string | null }> & { handle: string }) | null> {
  const { rows } = await sql<{ path: string | null; id: string | null; total: number; handle: string }>`
    with own as materialized (
      select object.path, member.published_at, member.calendar_id from (
        select ${objectPath(paths.event, "id")} as path, published_at, calendar_id from public_event where id = ${id}
        union all select ${objectPath(paths.interview, "id")}, published_at, calendar_id
          from public_interview where event_id = ${id} or id = ${id}
        union all select ${objectPath(paths.news, "id")}, published_at, calendar_id
          from public_news where event_id = ${id}
      ) member join object on object.path = member.path and not object.gone
    ),
    member as (
      select path, null as id, published_at as at from own
      union all select null, reply.id, reply.received_at
      from reply join own on own.path = reply.object_path where reply.public
    ),
    listed as (select path, id, at from member order by at, path, id offset ${offset} limit ${limit})
    select listed.path, listed.id, (select count(*) from member) as total,
      (
        select actor.handle from own join actor on actor.id = own.calendar_id order by own.published_at limit 1
      ) as handle
    from (select) one left join listed on true
    order by listed.at, listed.path, listed.id
  `.execute(db)
  const { total, handle } = rows[0]!
  if (total === 0) return null
  return { total, handle, items: rows.filter(row => row.path !== null || row.id !== null) }
}
