import type { JsonObject } from "../../../src/domain/json.ts"
import type { Arena } from "../arena.ts"
import type { Case } from "../case.ts"

/** Texts, dates and numbers of others: what is kept of them harms nobody who reads it. */
const to = ["https://www.w3.org/ns/activitystreams#Public"]
const HARM =
  /<script|<img|<svg|<iframe|<style|<math|<form|<input|<object|<embed|<meta|<base|<link|\bon\w+\s*=|javascript:|data:|vbscript:|style=|srcdoc|expression\(/i

let last = ""

/** An answer to our event, with this in it. */
const answer = (
  name: string,
  more: JsonObject | (() => JsonObject),
  check?: (row: Row, arena: Arena) => void | Promise<void>,
): Case => ({
  name,
  status: 202,
  handled: "done",
  writes: ["reply", "object", "remote_actor"],
  attack: arena => {
    const eve = arena.attacker()
    last = `${eve.id}/notes/${arena.next()}`
    const object = {
      id: last,
      type: "Note",
      attributedTo: eve.id,
      inReplyTo: arena.event.uri,
      to,
      content: "<p>Bonjour</p>",
      ...(typeof more === "function" ? more() : more),
    }
    return arena.post(eve, {
      "@context": "https://www.w3.org/ns/activitystreams",
      id: `${last}/activity`,
      type: "Create",
      actor: eve.id,
      to,
      object,
    })
  },
  async after(arena) {
    const row = await arena.db.selectFrom("reply").selectAll().where("id", "=", last).executeTakeFirstOrThrow()
    await check?.(row, arena)
    if (HARM.test(row.content.replace(/>[^<]*</g, "><"))) throw new Error(`kept: ${row.content.slice(0, 300)}`)
    const page = await arena.get(new URL(arena.event.page).pathname)
    if (page.status !== 200) throw new Error(`the page answers ${page.status}`)
    if (/<script>alert|onerror=alert|javascript:alert/.test(page.text)) throw new Error("the page shows it")
  },
})

type Row = { content: string; url: string | null; publishedAt: Date; public: boolean }

const html = (name: string, content: string): Case => answer(`an answer with ${name}`, { content })

const isNow = ({ publishedAt }: Row) => {
  if (Math.abs(publishedAt.getTime() - Date.now()) > 60_000)
    throw new Error(`published at ${publishedAt.toISOString()}`)
}

/** An event of our partner, with this in it. */
const event = (
  name: string,
  more: JsonObject,
  check?: (row: { name: string; startsAt: Date | null }) => void,
): Case => ({
  name: `an event of a partner with ${name}`,
  status: 202,
  handled: "done",
  writes: ["partner_event"],
  attack: arena => {
    const { partner } = arena
    last = `${arena.host.origin}/events/odd${arena.next()}`
    const object = {
      id: last,
      type: "Event",
      attributedTo: partner.id,
      name: "Fête",
      startTime: "2032-07-01T10:00:00+02:00",
      to,
      ...more,
    }
    return arena.post(partner, {
      "@context": "https://www.w3.org/ns/activitystreams",
      id: `${last}/activity`,
      type: "Create",
      actor: partner.id,
      to,
      object,
    })
  },
  async after(arena) {
    const row = await arena.db
      .selectFrom("partnerEvent")
      .select(["name", "startsAt"])
      .where("id", "=", last)
      .executeTakeFirstOrThrow()
    if (
      /<\/?\w|[\u0000-\u001f\ud800-\udfff]/.test(row.name.replace(/[\ud800-\udbff][\udc00-\udfff]/g, "")) ||
      row.name.length > 400
    )
      throw new Error(`kept: ${row.name.slice(0, 300)}`)
    check?.(row)
    for (const path of ["/", "/@agenda"]) {
      const page = await arena.get(path)
      if (page.status !== 200 || /<script>alert|onerror=alert/.test(page.text)) throw new Error(`${path} shows it`)
    }
  },
})

const unread = (name: string, more: JsonObject, because: RegExp): Case => {
  const { after: _, writes: __, ...rest } = event(name, more)
  return { ...rest, handled: "failed", because }
}

/** JSON may hold half a character, RFC 8785 and PostgreSQL do not. */
const refused = ({ name, attack }: Case): Case => ({ name, attack, status: 400, says: /half a character/ })

const noStart = ({ startsAt }: { startsAt: Date | null }) => {
  if (startsAt !== null) throw new Error(`starts at ${startsAt.toISOString()}`)
}

export const content: Case[] = [
  html("a script", "<p>Bonjour</p><script>alert(1)</script>"),
  html("a script in capitals, cut in two", "<SCR<script>IPT>alert(1)</SCR</script>IPT>"),
  html("an image that fails", '<img src=x onerror="alert(1)">'),
  html("an image without quotes", "<img/src=x/onerror=alert(1)>"),
  html("a link that runs", '<a href="javascript:alert(1)">x</a>'),
  html("a link that runs, with a tab in it", '<a href="java&#9;script:alert(1)">x</a>'),
  html("a link that runs, in entities", '<a href="&#106;avascript&colon;alert(1)">x</a>'),
  html("a link that is data", '<a href="data:text/html,<script>alert(1)</script>">x</a>'),
  html("a link with an event", '<a href="https://a.example" onclick="alert(1)" style="position:fixed">x</a>'),
  html("an SVG", "<svg onload=alert(1)><animate onbegin=alert(1)>"),
  html(
    "MathML and styles (mutation)",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  ),
  html("a comment that ends early", "<!--><img src=x onerror=alert(1)>-->"),
  html("CDATA and instructions", "<![CDATA[<script>alert(1)</script>]]><?php echo 1 ?><!DOCTYPE x>"),
  html(
    "a frame, a form and a meta",
    '<iframe srcdoc="<script>alert(1)</script>"></iframe><form action=/><input autofocus onfocus=alert(1)><meta http-equiv=refresh content="0;url=//evil.example"><base href=//evil.example>',
  ),
  html("tags that never close", `<p>${"<b>".repeat(20_000)}`),
  html("20,000 nested quotes", `${"<blockquote>".repeat(20_000)}x${"</blockquote>".repeat(20_000)}`),
  html("20,000 nested links", '<a href="https://a.example">'.repeat(20_000)),
  html("half a megabyte of brackets", "<".repeat(500_000)),
  html("half a megabyte of attributes", `<a ${'href="x" '.repeat(60_000)}>`),
  html("half a megabyte of entities", "&amp;".repeat(100_000)),
  html("900,000 characters", `<p>${"Bonjour ".repeat(110_000)}</p>`),
  refused(html("half a character", "<p>\ud800</p>")),
  html("control and direction characters", "<p>\u202e\u2066\u0007\u001b[31m</p>"),
  answer("an answer in Markdown with HTML in it", {
    mediaType: "text/markdown",
    content: "<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>",
  }),
  answer("an answer whose content is a list", { content: ["<script>alert(1)</script>"] }),
  answer("an answer whose content is an object", { content: { "@value": "<script>alert(1)</script>" } }),
  answer("an answer whose page is on another host", { url: "https://victim.example/login" }, ({ url }) => {
    if (url?.includes("victim")) throw new Error(url)
  }),
  answer("an answer whose page runs", { url: "javascript:alert(1)" }, ({ url }) => {
    if (url?.includes("javascript")) throw new Error(url)
  }),
  answer("an answer with fantastic counts", {
    likes: { totalItems: 1e300 },
    shares: { totalItems: -1 },
    replies: { totalItems: 2 ** 63 },
  }),
  answer("an answer with 50,000 attachments and tags", {
    attachment: Array(25_000).fill({}),
    tag: Array(4500).fill({ type: "Mention", href: "x" }),
  }),
  ...[
    "yesterday",
    "2026-02-30T00:00:00Z",
    "+275760-09-13T00:00:01Z",
    "-000001-01-01T00:00:00Z",
    "99999-01-01T00:00:00Z",
    "2026-13-45",
    "0000-00-00",
    "2199-12-31T23:59:59Z",
  ].map(published =>
    answer(`an answer published ${published}`, { published }, row =>
      published.startsWith("2026-02-30") ? undefined : isNow(row),
    ),
  ),
  answer("an answer published in a number", { published: 1e21 }, isNow),
  answer("an answer with a date of 10,000 characters", { published: `2026-01-01${"0".repeat(10_000)}` }, isNow),

  event("a script in its name", { name: "Fête <script>alert(1)</script>" }),
  event("an image that fails in its name", { name: 'Fête "><img src=x onerror=alert(1)>' }),
  event("line ends and control characters in its name", { name: "Fête\r\n\u0007\u001b[2J de l'été" }),
  refused(event("half a character in its name", { name: "Fête \ud83d" })),
  event("a name of 150,000 characters", { name: `Fête ${"e".repeat(150_000)}` }),
  event("150,000 brackets in its name", { name: `Fête ${"<".repeat(150_000)}` }),
  event(
    "a script in every text",
    Object.fromEntries(
      ["summary", "content", "category", "timezone", "url"].map(name => [name, "<script>alert(1)</script>"]),
    ),
  ),
  event("a start in the year 99999", { startTime: "+099999-01-01T00:00:00Z" }, noStart),
  event("a start that is no date", { startTime: "2032-99-99T99:99:99Z" }, noStart),
  event("a start that is a list of numbers", { startTime: [1, 2, 3] }, noStart),
  event("a start before the Romans", { startTime: "-000753-04-21T00:00:00Z" }, noStart),
  event("an end before its start", { endTime: "1970-01-01T00:00:00Z" }),
  event("a place beyond the poles", {
    location: { type: "Place", latitude: 1e308, longitude: -1e308, name: "<b>Pôle</b>" },
  }),
  event("a place in a place in a place", { location: { location: { location: { location: { name: "x" } } } } }),
  event("a timezone that is a path", { timezone: "../../etc/passwd" }),
  event("__proto__ in its place", { location: JSON.parse('{"__proto__":{"name":"x"},"name":"y"}') }),
  event("numbers out of every range", {
    maximumAttendeeCapacity: 1e308,
    remainingAttendeeCapacity: -(2 ** 63),
    participantCount: 2 ** 64,
  }),
  unread("no name", { name: undefined }, /no id or no name/),
  unread("a name of tags only", { name: "<b></b>" }, /no id or no name/),
  unread("250 kB of content", { content: "x".repeat(250_000) }, /over 200000 bytes/),
  unread("100,000 performers", { performers: Array(100_000).fill("x") }, /over 200000 bytes/),
]
