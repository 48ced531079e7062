import type { Db } from "../../src/store/db.ts"

export interface TestFollower {
  host: string
  /** name of the person, "ana" when left out */
  name?: string
  /** false: the server has no shared inbox */
  shared?: boolean
}

/** People elsewhere who follow one of our actors; their server's shared inbox is `https://host/inbox`. */
export async function addFollowers(db: Db, handle: string, followers: TestFollower[]): Promise<void> {
  const { id: actorId } = await db
    .selectFrom("actor")
    .select("id")
    .where("handle", "=", handle)
    .executeTakeFirstOrThrow()
  const now = new Date("2026-11-01T00:00:00Z")
  for (const { host, name = "ana", shared = true } of followers) {
    const remoteId = `https://${host}/users/${name}`
    await db
      .insertInto("remoteActor")
      .values({
        id: remoteId,
        host,
        type: "Person",
        handle: name,
        name,
        url: null,
        inbox: `${remoteId}/inbox`,
        sharedInbox: shared ? `https://${host}/inbox` : null,
        fetchedAt: now,
      })
      .onConflict(conflict => conflict.doNothing())
      .execute()
    await db
      .insertInto("follower")
      .values({ actorId, remoteId, followId: `${remoteId}/follows/${handle}`, createdAt: now })
      .execute()
  }
}

/** What is known of a host. */
export async function addHost(
  db: Db,
  name: string,
  { software = null, blocked = false }: { software?: string | null; blocked?: boolean },
): Promise<void> {
  await db
    .insertInto("host")
    .values({ name, software, version: null, blockedAt: blocked ? new Date("2026-11-01T00:00:00Z") : null })
    .execute()
}
