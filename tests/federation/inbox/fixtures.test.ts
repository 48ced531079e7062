import { readdir, readFile } from "node:fs/promises"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { JsonObject } from "../../../src/domain/json.ts"
import { putFollowing } from "../../../src/store/following.ts"
import { putRemoteActor } from "../../../src/store/remote-actors.ts"
import { openHost, type RemoteHost, type Someone } from "../../support/elsewhere.ts"
import { type InboxSite, openInboxSite } from "./site.ts"

/** One request as a real server sent it to `https://app1.test`. */
interface Recorded {
  name: string
  inbox: string
  headers: Record<string, string>
  verified: { keyId: string } | "rfc9421"
  body: JsonObject & { id: string; type: string; actor: string }
}

const FOLDER = new URL("../../fixtures/", import.meta.url)
const SOFTWARES = ["gancio", "hollo", "hubzilla", "misskey", "peertube", "snac2", "wordpress"]

async function recordings(): Promise<Recorded[]> {
  const all: Recorded[] = []
  for (const software of SOFTWARES) {
    for (const file of await readdir(new URL(`${software}/`, FOLDER))) {
      const recorded = JSON.parse(await readFile(new URL(`${software}/${file}`, FOLDER), "utf8"))
      if (recorded.headers) all.push({ ...recorded, name: file.replace(".json", "") })
    }
  }
  // the number in the name is the order in which they came
  return all.sort((a, b) => Number(a.name.split("-")[1]) - Number(b.name.split("-")[1]))
}

/**
 * What each does here, in the order in which they came: what appears (+) and what goes (-). `state` of the row otherwise. Nothing
 * else may change.
 */
const EXPECTED: Record<string, string | string[]> = {
  "gancio1-001-Follow": [
    "+ Accept to gancio1.test/federation/u/relay",
    "+ gancio1.test/federation/u/relay follows instance",
  ],
  "gancio2-002-Follow": [
    "+ Accept to gancio2.test/federation/u/relay",
    "+ gancio2.test/federation/u/relay follows instance",
  ],
  "snac2-003-Follow": ["+ Accept to snac2.test/u2", "+ snac2.test/u2 follows agenda"],
  "snac1-004-Follow": ["+ Accept to snac1.test/u1", "+ snac1.test/u1 follows publisher"],
  "snac1-005-Follow": ["+ Accept to snac1.test/u1", "+ snac1.test/u1 follows agenda"],
  "shk1-006-Follow": [
    "+ Accept to shk1.test/users/atugm7n78z6o0003",
    "+ shk1.test/users/atugm7n78z6o0003 follows agenda",
  ],
  "shk1-007-Follow": [
    "+ Accept to shk1.test/users/atugm7n78z6o0003",
    "+ shk1.test/users/atugm7n78z6o0003 follows publisher",
  ],
  "shk1-008-Follow": [
    "+ Accept to shk1.test/users/atugm7n78z6o0003",
    "+ shk1.test/users/atugm7n78z6o0003 follows instance",
  ],
  // two actors that are not here
  "shk1-009-Follow": "404",
  "shk1-010-Follow": "404",
  "gancio2-011-Follow": [
    "+ Accept to gancio2.test/federation/u/relay",
    "+ gancio2.test/federation/u/relay follows agenda",
  ],
  "gancio1-012-Follow": [
    "+ Accept to gancio1.test/federation/u/relay",
    "+ gancio1.test/federation/u/relay follows agenda",
  ],
  "hz1-013-Follow": ["+ Accept to hz1.test/channel/c1", "+ hz1.test/channel/c1 follows agenda"],
  "hz1-014-Follow": ["+ Accept to hz1.test/channel/c1", "+ hz1.test/channel/c1 follows publisher"],
  "hz1-015-Follow": ["+ Accept to hz1.test/channel/c1", "+ hz1.test/channel/c1 follows instance"],
  "hz2-016-Follow": ["+ Accept to hz2.test/channel/c2", "+ hz2.test/channel/c2 follows agenda"],
  "pt1-017-Follow": ["+ Accept to pt1.test/accounts/peertube", "+ pt1.test/accounts/peertube follows instance"],
  "pt1-018-Follow": ["+ Accept to pt1.test/accounts/peertube", "+ pt1.test/accounts/peertube follows agenda"],
  "pt2-019-Follow": ["+ Accept to pt2.test/accounts/root", "+ pt2.test/accounts/root follows agenda"],
  "gancio2-020-Accept-Follow": [
    "+ instance follows gancio2.test/federation/u/relay: accepted",
    "- instance follows gancio2.test/federation/u/relay: pending",
  ],
  "gancio1-021-Accept-Follow": [
    "+ agenda follows gancio1.test/federation/u/relay: accepted",
    "- agenda follows gancio1.test/federation/u/relay: pending",
  ],
  "shk1-022-Accept-Follow": [
    "+ agenda follows shk1.test/users/atugm7n78z6o0003: accepted",
    "- agenda follows shk1.test/users/atugm7n78z6o0003: pending",
  ],
  "hz1-023-Accept-Follow": [
    "+ instance follows hz1.test/channel/c1: accepted",
    "- instance follows hz1.test/channel/c1: pending",
  ],
  "gancio1-024-Create-Event": ["+ event gancio1.test/federation/m/20: Partner theatre, 2026-12-01T22:05:46.000Z"],
  "gancio2-025-Create-Event": ["+ event gancio2.test/federation/m/15: Partner concert, 2026-12-01T22:05:46.000Z"],
  "snac1-026-Accept-Follow": [
    "+ publisher follows snac1.test/u1: accepted",
    "- publisher follows snac1.test/u1: pending",
  ],
  "shk1-027-Like": ["+ /events/aurore: 1 like", "- /events/aurore: nothing"],
  "shk1-028-Create-Note": [
    "+ /events/aurore: 1 like, 1 reply",
    "+ reply shk1.test/notes/atuivky7bfuf000r: public",
    "- /events/aurore: 1 like",
  ],
  "shk1-029-Announce": ["+ /events/aurore: 1 like, 1 share, 1 reply", "- /events/aurore: 1 like, 1 reply"],
  // a quotation answers nothing
  "shk1-030-Create-Note": "ignored",
  "snac1-031-Announce": ["+ /events/aurore: 1 like, 2 shares, 1 reply", "- /events/aurore: 1 like, 1 share, 1 reply"],
  "snac1-032-Create-Note": "ignored",
  "hz1-033-Accept-Event": "ignored",
  "hz1-034-Undo-Accept": "ignored",
  "hz1-035-Reject-Event": "ignored",
  "hz1-036-Undo-Reject": "ignored",
  "hz1-037-TentativeAccept-Event": "ignored",
  "hz1-038-Like-Event": ["+ /events/aurore: 2 likes, 2 shares, 1 reply", "- /events/aurore: 1 like, 2 shares, 1 reply"],
  "pt2-039-Accept-Follow": [
    "+ instance follows pt2.test/video-channels/root_channel: accepted",
    "- instance follows pt2.test/video-channels/root_channel: pending",
  ],
  // a video is no event; the account that announces it is not followed
  "pt2-040-Announce": "ignored",
  "pt2-041-Announce": "ignored",
  "pt2-042-ApproveReply": "ignored",
  "pt2-043-ApproveReply": "ignored",
  "pt1-044-Like": [
    "+ /videos/5f0c1a36-6f7e-4b0e-9a53-0c7f4a4f9c11: 1 like",
    "- /videos/5f0c1a36-6f7e-4b0e-9a53-0c7f4a4f9c11: nothing",
  ],
  "pt1-045-Create-Note": [
    "+ /videos/5f0c1a36-6f7e-4b0e-9a53-0c7f4a4f9c11: 1 like, 1 reply",
    "+ reply pt1.test/videos/watch/5f0c1a36-6f7e-4b0e-9a53-0c7f4a4f9c11/comments/1: public",
    "- /videos/5f0c1a36-6f7e-4b0e-9a53-0c7f4a4f9c11: 1 like",
  ],
  "pt1-046-View": "ignored",
  "gancio1-047-Undo-Follow": ["- gancio1.test/federation/u/relay follows instance"],
  "gancio1-048-Follow": [
    "+ Accept to gancio1.test/federation/u/relay",
    "+ gancio1.test/federation/u/relay follows instance",
  ],
  "hz1-049-Invite-Event": [
    "+ event hz1.test/event/ec28ff33-4f86-44db-b84c-081801cded5f: Fête Hubzilla, 2026-12-01T21:10:00.000Z",
  ],
  "hz1-050-Create-Note": [
    "+ /events/aurore: 2 likes, 2 shares, 2 replies",
    "+ reply hz1.test/item/74c6ded1-6085-48bc-a072-e6faf5e4a95a: public",
    "- /events/aurore: 2 likes, 2 shares, 1 reply",
  ],
  "hz1-051-Announce-Event": [
    "+ /events/aurore: 2 likes, 3 shares, 2 replies",
    "- /events/aurore: 2 likes, 2 shares, 2 replies",
  ],
  "shk1-052-Undo-Like": [
    "+ /events/aurore: 1 like, 3 shares, 2 replies",
    "- /events/aurore: 2 likes, 3 shares, 2 replies",
  ],
  "shk1-053-Delete-Tombstone": "ignored",
  "shk1-054-Delete-Tombstone": "repeat",
  "shk1-055-Undo-Announce": [
    "+ /events/aurore: 1 like, 2 shares, 2 replies",
    "- /events/aurore: 1 like, 3 shares, 2 replies",
  ],
  "shk1-056-Undo-Announce": "repeat",
  "shk1-057-Delete-Tombstone": [
    "+ /events/aurore: 1 like, 2 shares, 1 reply",
    "- /events/aurore: 1 like, 2 shares, 2 replies",
    "- reply shk1.test/notes/atuivky7bfuf000r: public",
  ],
  "shk1-058-Delete-Tombstone": "repeat",
  "shk1-059-Undo-Follow": ["- shk1.test/users/atugm7n78z6o0003 follows agenda"],
  "shk1-060-Follow": [
    "+ Accept to shk1.test/users/atugm7n78z6o0003",
    "+ shk1.test/users/atugm7n78z6o0003 follows agenda",
  ],
  "snac1-061-Undo-Announce": [
    "+ /events/aurore: 1 like, 1 share, 1 reply",
    "- /events/aurore: 1 like, 2 shares, 1 reply",
  ],
  "snac1-062-Like": ["+ /events/aurore: 2 likes, 1 share, 1 reply", "- /events/aurore: 1 like, 1 share, 1 reply"],
  "snac1-063-Create-Note": [
    "+ /events/aurore: 2 likes, 1 share, 2 replies",
    "+ reply snac1.test/u1/p/1795299150.504806: public",
    "- /events/aurore: 2 likes, 1 share, 1 reply",
  ],
  "wp1-064-Accept-Follow": [
    "+ agenda follows wp1.test/?author=1: accepted",
    "- agenda follows wp1.test/?author=1: pending",
  ],
  "wp1-065-Accept-Follow": [
    "+ instance follows wp1.test/?author=1: accepted",
    "- instance follows wp1.test/?author=1: pending",
  ],
  "wp1-066-Create-Event": ["+ event wp1.test/?p=27: Fête WordPress, 2026-12-01T22:12:57.000Z"],
  "hollo1-067-Follow": ["+ Accept to hollo1.test/@h1", "+ hollo1.test/@h1 follows agenda"],
  "pt2-068-Update-Video": "ignored",
  "pt2-069-Update-Video": "ignored",
  "hollo1-070-Like": ["+ /interviews/holo-a: 1 like", "- /interviews/holo-a: nothing"],
  "hollo1-071-Create-Note": [
    "+ /notes/news1: 1 reply",
    "+ reply hollo1.test/@h1/01a20030-71ba-774b-aa9f-f98e4989e7a4: public",
    "- /notes/news1: nothing",
  ],
  "pt2-072-Update-Video": "ignored",
  "shk2-073-Block": "ignored",
  "gancio2-074-Update-Event": [
    "+ event gancio2.test/federation/m/15: Partner concert (moved), 2026-12-03T12:13:20.000Z",
    "- event gancio2.test/federation/m/15: Partner concert, 2026-12-01T22:05:46.000Z",
  ],
  "shk2-075-Flag": "ignored",
  "shk2-076-Undo-Block": "ignored",
  "wp1-077-Update-Event": [
    "+ event wp1.test/?p=27: Fête WordPress (déplacée), 2026-12-01T22:12:57.000Z",
    "- event wp1.test/?p=27: Fête WordPress, 2026-12-01T22:12:57.000Z",
  ],
  "pt2-078-Delete": "ignored",
  "gancio2-079-Delete-Event": [
    "- event gancio2.test/federation/m/15: Partner concert (moved), 2026-12-03T12:13:20.000Z",
  ],
  "wp1-080-Delete-Event": ["- event wp1.test/?p=27: Fête WordPress (déplacée), 2026-12-01T22:12:57.000Z"],
  "pt2-081-Follow": ["+ Accept to pt2.test/accounts/peertube", "+ pt2.test/accounts/peertube follows agenda"],
  "hz1-082-Like-Note": ["+ /notes/news1: 1 like, 1 reply", "- /notes/news1: 1 reply"],
  "snac2-083-Undo-Follow": ["- snac2.test/u2 follows agenda"],
  "hz1-084-Invite-Event": [
    "+ event hz1.test/event/ec28ff33-4f86-44db-b84c-081801cded5f: Fête Hubzilla déplacée, 2026-12-05T17:00:00.000Z",
    "- event hz1.test/event/ec28ff33-4f86-44db-b84c-081801cded5f: Fête Hubzilla, 2026-12-01T21:10:00.000Z",
  ],
  "hz1-085-Delete-Tombstone": [
    "- event hz1.test/event/ec28ff33-4f86-44db-b84c-081801cded5f: Fête Hubzilla déplacée, 2026-12-05T17:00:00.000Z",
  ],
}

/** Whom we had asked to follow there. */
const FOLLOWED: [handle: string, id: string][] = [
  ["agenda", "https://gancio1.test/federation/u/relay"],
  ["instance", "https://gancio2.test/federation/u/relay"],
  ["instance", "https://hz1.test/channel/c1"],
  ["instance", "https://pt2.test/video-channels/root_channel"],
  ["agenda", "https://shk1.test/users/atugm7n78z6o0003"],
  ["publisher", "https://snac1.test/u1"],
  ["agenda", "https://wp1.test/?author=1"],
  ["instance", "https://wp1.test/?author=1"],
]

let site: InboxSite
let recorded: Recorded[]
const hosts = new Map<string, RemoteHost>()
const people = new Map<string, Someone>()

/** `https://<name>.test` becomes the address of that host here, app1's ours. */
function here(text: string): string {
  return text.replace(/https:\/\/([a-z0-9]+)\.test/g, (_, name) =>
    name === "app1" ? site.origin : hosts.get(name)!.origin,
  )
}

/** And back, without the scheme. */
function there(text: string): string {
  for (const [name, { origin }] of hosts) text = text.replaceAll(origin, `${name}.test`)
  return text
}

beforeAll(async () => {
  site = await openInboxSite()
  recorded = await recordings()
  for (const { body } of recorded) {
    const name = new URL(body.actor).hostname.replace(".test", "")
    if (!hosts.has(name)) hosts.set(name, await openHost())
  }
  for (const { body, verified } of recorded) {
    if (people.has(body.actor)) continue
    const id = here(body.actor)
    const path = id.slice(new URL(id).origin.length)
    const keyId = verified === "rfc9421" ? `${body.actor}#main-key` : verified.keyId
    people.set(body.actor, hosts.get(new URL(body.actor).hostname.replace(".test", ""))!.person(path, {}, here(keyId)))
  }
  await site.object("/events/aurore", { page: "/e/aurore" })
  await site.object("/interviews/holo-a", { type: "Article" })
  await site.object("/notes/news1", { type: "Note", page: "/n/news1" })
  await site.object("/videos/5f0c1a36-6f7e-4b0e-9a53-0c7f4a4f9c11", { type: "Video", actor: "publisher" })
  const video = await readFile(new URL("peertube/pt2-video.json", FOLDER), "utf8")
  hosts.get("pt2")!.serve(JSON.parse(here(video)))
  for (const [handle, who] of FOLLOWED) {
    const { id } = people.get(who)!
    const host = new URL(id).host
    const remote = {
      id,
      host,
      type: "Service",
      handle: null,
      name: null,
      url: null,
      inbox: `${id}/inbox`,
      sharedInbox: null,
    }
    await putRemoteActor(site.db, { ...remote, fetchedAt: new Date(0) })
    const actorId = (await site.actor(handle)).id
    await putFollowing(site.db, {
      actorId,
      remoteId: id,
      followId: crypto.randomUUID(),
      state: "pending",
      createdAt: new Date(),
    })
  }
})
afterAll(async () => {
  await site.close()
  for (const host of hosts.values()) await host.close()
})

/** Everything that what comes in may change, one line each. */
async function everything(): Promise<string[]> {
  const { db } = site
  const some = (count: number, one: string, more: string) =>
    count === 0 ? [] : [`${count} ${count === 1 ? one : more}`]
  const lines: string[] = []
  const followers = await db
    .selectFrom("follower")
    .innerJoin("actor", "actor.id", "follower.actorId")
    .select(["remoteId", "handle"])
    .execute()
  for (const { remoteId, handle } of followers) lines.push(`${remoteId} follows ${handle}`)
  const following = await db
    .selectFrom("following")
    .innerJoin("actor", "actor.id", "following.actorId")
    .select(["remoteId", "handle", "state"])
    .execute()
  for (const { remoteId, handle, state } of following) lines.push(`${handle} follows ${remoteId}: ${state}`)
  for (const { path, likes, shares, replies } of await db
    .selectFrom("object")
    .selectAll()
    .where("type", "not in", ["Group", "Person", "Application"])
    .execute()) {
    const counts = [
      ...some(likes, "like", "likes"),
      ...some(shares, "share", "shares"),
      ...some(replies, "reply", "replies"),
    ]
    lines.push(`${path}: ${counts.join(", ") || "nothing"}`)
  }
  for (const { id, public: isPublic } of await db.selectFrom("reply").selectAll().execute())
    lines.push(`reply ${id}: ${isPublic ? "public" : "private"}`)
  for (const { id, name, startsAt } of await db
    .selectFrom("partnerEvent")
    .selectAll()
    .where("deletedAt", "is", null)
    .execute()) {
    lines.push(`event ${id}: ${name}, ${startsAt?.toISOString()}`)
  }
  return lines.map(there)
}

async function answers(): Promise<string[]> {
  const rows = await site.db
    .selectFrom("outbox")
    .innerJoin("delivery", "delivery.outboxId", "outbox.id")
    .select(["outbox.type", "outbox.body", "delivery.inbox"])
    .orderBy("delivery.id")
    .execute()
  return rows.map(({ type, body, inbox }) => {
    const { to } = JSON.parse(body!) as { to: string[] }
    // to the personal inbox of the one who asked
    expect(inbox.startsWith(to[0]!)).toBe(true)
    return there(`${type} to ${to[0]}`)
  })
}

/** The request again, from that host's address here, signed as that software signs. */
function again({ body, headers, inbox, verified, name }: Recorded) {
  const covered =
    verified === "rfc9421"
      ? [...headers["signature-input"]!.matchAll(/"(@?[a-z-]+)"(?=[ )])/g)].map(match => match[1]!)
      : /headers="([^"]*)"/.exec(headers.signature!)![1]!.split(" ")
  const activity = JSON.parse(here(JSON.stringify(body))) as JsonObject
  // a few seconds between them, as it was: what is sent again is another request
  const date = new Date(Date.now() - 30 * 60_000 + Number(name.split("-")[1]) * 10_000)
  const spec = verified === "rfc9421" ? ("rfc9421" as const) : ("cavage" as const)
  return site.post(people.get(body.actor)!, activity, {
    inbox,
    spec,
    covered,
    contentType: headers["content-type"]!,
    date,
  })
}

describe("activities recorded from seven servers", () => {
  test("each request has exactly its effect", { timeout: 120_000 }, async () => {
    expect(recorded.map(({ name }) => name).sort()).toEqual(Object.keys(EXPECTED).sort())
    let before = await everything()
    let sent = (await answers()).length
    const rows = async () => (await site.db.selectFrom("inboxActivity").select("id").execute()).length
    let previous = await rows()
    for (const request of recorded) {
      const expected = EXPECTED[request.name]!
      const { status } = await again(request)
      await site.process()
      const after = await everything()
      const all = await answers()
      const effects = [
        ...all.slice(sent).map(line => `+ ${line}`),
        ...after.filter(line => !before.includes(line)).map(line => `+ ${line}`),
        ...before.filter(line => !after.includes(line)).map(line => `- ${line}`),
      ].sort()
      const last = await site.db
        .selectFrom("inboxActivity")
        .selectAll()
        .orderBy("id", "desc")
        .limit(1)
        .executeTakeFirst()
      const grown = (await rows()) - previous
      if (typeof expected === "string") {
        const seen = status !== 202 ? String(status) : grown === 0 ? "repeat" : last!.state
        expect([request.name, seen, effects]).toEqual([request.name, expected, []])
      } else {
        expect([request.name, status, last?.state, last?.error, effects]).toEqual([
          request.name,
          202,
          "done",
          null,
          [...expected].sort(),
        ])
      }
      before = after
      sent = all.length
      previous += grown
    }
  })

  test("all of them again change nothing, except for a repeated Follow", { timeout: 120_000 }, async () => {
    const before = (await everything()).filter(line => !line.includes(" follows "))
    for (const request of recorded) if (!request.name.endsWith("Follow")) await again(request)
    await site.process()
    expect((await everything()).filter(line => !line.includes(" follows "))).toEqual(before)
  })

  test("texts are sanitised, and Hubzilla's time zone is read", async () => {
    const contents = await site.db.selectFrom("reply").select(["content"]).orderBy("receivedAt").execute()
    expect(contents.map(row => there(row.content))).toEqual([
      "<p>Bel entretien</p>",
      "Un commentaire Hubzilla",
      "Une réponse snac<br />",
      expect.stringMatching(/^<p>Merci <a href="[^"]*" rel="nofollow noopener noreferrer ugc">@<?[^<]*/),
    ])
    const row = await site.db
      .selectFrom("partnerEvent")
      .select("document")
      .where("id", "like", "%/event/ec28ff33%")
      .executeTakeFirstOrThrow()
    expect(row.document.timezone).toBe("Europe/Rome")
  })
})
