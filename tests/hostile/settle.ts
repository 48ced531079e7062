import type { JsonObject } from "../../src/domain/json.ts"
import type { Someone } from "../support/elsewhere.ts"
import type { Arena } from "./arena.ts"

/** What there is to be harmed. */
export async function settle({
  api,
  db,
  host,
  origin,
  post,
  settled,
}: Omit<Arena, "event" | "ana" | "reply" | "like" | "partner" | "partnerEvent">) {
  const made = async (path: string, body: JsonObject) => {
    const { status, text } = await api("POST", path, body)
    if (status !== 201) throw new Error(`${path}: ${status} ${text}`)
    return JSON.parse(text) as { id: string; uri: string; page: string }
  }
  await made("/calendars", {
    handle: "agenda",
    kind: "agenda",
    name: "Agenda",
    language: "fr",
    timeZone: "Europe/Paris",
  })
  await made("/calendars", {
    handle: "entretiens",
    kind: "interviews",
    name: "Paroles",
    language: "fr",
    timeZone: "Europe/Paris",
  })
  const event = await made("/events", {
    calendar: "agenda",
    title: "Séance plénière",
    description: "Ordre du jour *publié*.",
    start: "2032-05-01T18:00",
    place: { name: "Nouveau Siècle", locality: "Lille" },
    tags: ["communs"],
    publish: true,
  })
  for (let i = 1; i <= 30; i++)
    await made("/events", {
      calendar: "agenda",
      title: `Rendez-vous ${i}`,
      start: `2032-06-${String(i).padStart(2, "0")}`,
      publish: true,
    })

  const ana = host.person("/users/ana")
  const partner = host.person("/users/partner", { followers: `${host.origin}/users/partner/followers` })
  const now = new Date()
  const remote = { host: host.host, type: "Person", fetchedAt: now }
  const stored = await db
    .selectFrom("actor")
    .select(["id", "handle"])
    .where("handle", "=", "instance")
    .executeTakeFirstOrThrow()
  await db
    .insertInto("remoteActor")
    .values({ ...remote, id: partner.id, inbox: String(partner.document.inbox) })
    .execute()
  await db
    .insertInto("following")
    .values({
      actorId: stored.id,
      remoteId: partner.id,
      followId: crypto.randomUUID(),
      state: "accepted",
      createdAt: now,
    })
    .execute()

  const reply = `${host.origin}/notes/1`
  const like = `${host.origin}/likes/1`
  const partnerEvent = `${host.origin}/events/1`
  const to = ["https://www.w3.org/ns/activitystreams#Public"]
  const activities: [Someone, JsonObject][] = [
    [ana, { id: `${host.origin}/follows/1`, type: "Follow", object: `${origin}/actors/agenda` }],
    [ana, { id: like, type: "Like", object: event.uri }],
    [
      ana,
      {
        id: `${reply}/activity`,
        type: "Create",
        to,
        object: {
          id: reply,
          type: "Note",
          attributedTo: ana.id,
          inReplyTo: event.uri,
          to,
          content: "<p>Je viens.</p>",
        },
      },
    ],
    [
      partner,
      {
        id: `${partnerEvent}/activity`,
        type: "Create",
        to,
        object: {
          id: partnerEvent,
          type: "Event",
          attributedTo: partner.id,
          name: "Fête du partenaire",
          startTime: "2032-07-01T10:00:00+02:00",
          to,
        },
      },
    ],
  ]
  for (const [someone, activity] of activities) {
    const { status, text } = await post(someone, {
      "@context": "https://www.w3.org/ns/activitystreams",
      actor: someone.id,
      ...activity,
    })
    if (status !== 202) throw new Error(`${activity.type}: ${status} ${text}`)
  }
  const rows = await settled(0)
  const wrong = rows.filter(row => row.state !== "done")
  if (wrong.length > 0) throw new Error(JSON.stringify(wrong))
  return { event, ana, reply, like, partner, partnerEvent }
}
