import type { Arena } from "../arena.ts"
import type { Case, Got } from "../case.ts"

/** Pages, feeds and what programs ask for, with queries that nobody types. */
const HARM = /<script>alert|"><script|onerror=alert|alert\(1\)<\/script>/

const harmless = async (_: Arena, { text, headers }: Got): Promise<void> => {
  // who reads JSON or a calendar runs no scripts, as long as nobody takes it for a page
  const inert =
    /json|calendar|csv/.test(String(headers["content-type"])) && headers["x-content-type-options"] === "nosniff"
  if (HARM.test(text) && !inert) throw new Error("the answer repeats it")
  if (headers["x-injected"] !== undefined) throw new Error("a header was smuggled in")
}

const get = (path: string, status = 200, says: RegExp = /./, name = path.slice(0, 70), accept?: string): Case => ({
  name,
  status,
  says,
  attack: arena => arena.get(path, accept ? { accept } : {}),
  after: harmless,
})

const AP = "application/activity+json"
const script = encodeURIComponent('"><script>alert(1)</script>')
const finger = (resource: string, status: number, name: string) =>
  get(`/.well-known/webfinger?resource=${resource}`, status, /./, `WebFinger for ${name}`)

const form = (
  name: string,
  status: number,
  fields: Record<string, string>,
  headers: (arena: Arena) => Record<string, string> = ({ origin }) => ({ origin }),
): Case => ({
  name,
  status,
  attack: async arena => {
    const answer = await fetch(`${arena.origin}/suivre`, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: headers(arena),
      redirect: "manual",
    })
    return { status: answer.status, text: (await answer.text()) || "-", headers: Object.fromEntries(answer.headers) }
  },
  after: harmless,
})

export const pages: Case[] = [
  get("/?page=0"),
  get("/?page=-1"),
  get("/?page=999999999999999999999"),
  get("/?page=1e308"),
  get("/?page=NaN&page=2"),
  get("/?page=2000"),
  get("/?annee=99999&quand=jamais"),
  get("/?lieu=%00"),
  get("/?lieu=%ff%fe"),
  get("/?lieu=%E0%A4%A"),
  get(`/?lieu=${script}&q=${script}&calendrier=${script}`, 200, /./, "scripts in every parameter of the home page"),
  get(`/?lieu=${"é".repeat(2000)}`, 200, /./, "a place of 12 kB"),
  get(`/?${"a&".repeat(6000)}`, 200, /./, "6,000 parameters"),
  get("/?__proto__[x]=1&constructor.prototype.y=2"),
  get("/?lieu=' or 1=1 --"),
  get("/?lieu=%25%5f%5c"),
  get("/?q=%F0%9F%92%A9%E2%80%AE"),
  get("/en?page=%0d%0aX-Injected:1"),
  get("/fr?lang=../../etc"),
  get("/archives?annee=0"),
  get("/archives?annee=2199&page=2000"),
  get("/archives?annee=-5000"),
  get(`/recherche?q=${script}`, 200, /./, "a script in the search"),
  get(`/recherche?q=${"a%20".repeat(2500)}`, 200, /./, "a search of 2,500 words"),
  get(`/recherche?q=${encodeURIComponent("((((((a|b)*)*)*)*)*)*$".repeat(4))}`, 200, /./, "a search for an expression"),
  get("/recherche?q=%00&de=9999-99-99&a=0000-00-00"),
  get("/recherche?lieu=%ff&tag=%ff&de=2026-02-30"),
  get(`/tags/${script}`, 404, /./, "a tag that is a script"),
  get("/tags/%00", 404),
  get("/tags/__proto__", 404),
  get(`/tags/${"a".repeat(5000)}`, 404, /./, "a tag of 5,000 characters"),
  get("/e/__proto__", 404),
  get("/e/' or 1=1 --", 404),
  get(`/e/${"a".repeat(5000)}`, 404, /./, "a slug of 5,000 characters for a page"),
  get("/e/seance-pleniere?x=%ff%00%0d%0a"),
  get("/e/seance-pleniere/image", 404),
  get("/e/constructor/programme", 404),
  get("/i/constructor", 404),
  get("/@__proto__", 404),
  get("/@constructor", 404),
  get("/@agenda?page=%00"),
  get("/bienvenue?cle=%00", 404),
  get(`/bienvenue?cle=${script}`, 404, /./, "a script for an invitation"),
  get(`/bienvenue?cle=${"a".repeat(10_000)}`, 404, /./, "an invitation of 10,000 characters"),
  get(`/suivre?calendrier=${script}&compte=${script}`, 200, /./, "scripts in the follow page"),
  get("/tout.ics?page=-1&depuis=%00"),
  get(`/tout.ics?lieu=${script}`, 200, /./, "a script in a feed"),
  get("/tout.csv?lieu=%3Dcmd()"),
  get("/tout.json?page=%ff"),
  get("/tout.exe", 404),
  get("/tout.ics%00.html", 404),
  get("/tags/%00.ics", 404),
  get("/tags/__proto__.atom"),
  get("/@constructor.ics", 404),
  get("/e/constructor.ics", 404),
  get(`/recherche.json?q=${script}`, 200, /./, "a script in the search's feed"),
  get(`/recherche.ics?q=${"a".repeat(8000)}`, 200, /./, "a feed of 8,000 characters"),
  get("/recherche.csv?de=9999-99-99&a=%00", 400),
  finger("", 400, "nobody"),
  finger("acct:", 400, "an account without a name"),
  finger("acct:%00@x", 404, "a NUL"),
  finger("acct:a@b@c", 400, "two hosts"),
  finger(`acct:${"a".repeat(5000)}@x`, 404, "a name of 5,000 characters"),
  finger("acct:__proto__@127.0.0.1", 404, "__proto__"),
  finger("http://127.0.0.9/actors/agenda", 404, "an address elsewhere"),
  finger("javascript:alert(1)", 404, "javascript"),
  finger("%ff%fe", 400, "what is no UTF-8"),
  finger(encodeURIComponent('acct:"><script>alert(1)</script>@x'), 400, "a script"),
  { ...finger(`acct:agenda@x${"&rel=a".repeat(2000)}`, 404, "2,000 relations") },
  get("/nodeinfo/9.9", 404, /./, "NodeInfo 9.9"),
  get("/actors/agenda/outbox?page=99999999999", 400, /page/, "an outbox page far away", AP),
  get("/actors/agenda/outbox?page=-1", 400, /page/, "an outbox page before the first", AP),
  get("/actors/agenda/outbox?page=%00", 400, /page/, "an outbox page called NUL", AP),
  get("/actors/agenda/outbox?before=1e999", 200, /./, "an outbox before infinity", AP),
  get("/actors/agenda/upcoming?page=99999", 200, /./, "the last page of upcoming events", AP),
  get("/actors/agenda/upcoming?page=1.5", 400, /page/, "half a page", AP),
  get("/actors/__proto__", 404, /./, "the actor __proto__", AP),
  get("/actors/%00", 404, /./, "the actor NUL", AP),
  get(`/actors/${"a".repeat(5000)}/outbox`, 404, /./, "an actor of 5,000 characters", AP),
  get("/activities/1' or 1=1", 404, /./, "an activity in SQL", AP),
  get("/events/00000000-0000-0000-0000-000000000000/replies?page=1", 404, /./, "replies to nothing", AP),
  get("/places/constructor/v1", 404, /./, "a place called constructor", AP),
  get("/contexts/%ff", 404, /./, "a context that is no UTF-8", AP),
  form("a form from another site", 403, { compte: "@ana@mastodon.example", calendrier: "agenda" }, () => ({
    origin: "https://evil.example",
  })),
  form("an account on a private address", 422, { compte: "@a@127.0.0.9", calendrier: "agenda" }),
  form("an account on loopback in IPv6", 422, { compte: "@a@[::1]", calendrier: "agenda" }),
  form("an account at the address of clouds", 422, { compte: "@a@169.254.169.254", calendrier: "agenda" }),
  form("an account at a name of a private address", 422, { compte: "@a@private.test", calendrier: "agenda" }),
  form("an account with a path", 422, { compte: "@a@evil.example/../../x?y#z", calendrier: "agenda" }),
  form("an account that is a script", 422, { compte: '"><script>alert(1)</script>', calendrier: '"><script>' }),
  form("an account of 3,000 characters", 422, { compte: "a".repeat(3000), calendrier: "agenda" }),
  form("a form of 100 kB", 413, { compte: "a".repeat(100_000) }),
]
