import { createHmac } from "node:crypto"
import type { JsonObject } from "../../../src/domain/json.ts"
import { ask } from "../../federation/inbox/site.ts"
import type { Someone } from "../../support/elsewhere.ts"
import { cavage, rfc9421, type SigningOptions } from "../../support/signing.ts"
import type { Arena } from "../arena.ts"
import type { Case, Got } from "../case.ts"

/** Requests that are not signed as they must be. */
const AS2 = "https://www.w3.org/ns/activitystreams"

export const like = (arena: Arena, who: Someone, more: JsonObject = {}): JsonObject => ({
  "@context": AS2,
  id: `${who.id}/likes/${arena.next()}`,
  type: "Like",
  actor: who.id,
  object: arena.event.uri,
  ...more,
})

const minutes = (n: number) => new Date(Date.now() + n * 60_000)
const seconds = (n: number) => Math.floor(minutes(n).getTime() / 1000)

interface Options extends SigningOptions {
  spec?: "cavage" | "rfc9421"
  headers?: Record<string, string | undefined>
}

/** A Like that would count, were it signed well. */
const signed = (name: string, says: RegExp, options: (arena: Arena, who: Someone) => Options, status = 401): Case => ({
  name,
  status,
  says,
  attack: arena => {
    const who = arena.stranger()
    return arena.post(who, like(arena, who), options(arena, who))
  },
})

const gotOf = ({ status, detail, headers }: Awaited<ReturnType<typeof ask>>): Got => ({ status, text: detail, headers })

/** Headers of one's own making, from those that would be right. */
const forged = (
  name: string,
  says: RegExp,
  forge: (right: Record<string, string>, who: Someone, body: string) => Record<string, string>,
  status = 401,
): Case => ({
  name,
  status,
  says,
  attack: async arena => {
    const who = arena.stranger()
    const body = JSON.stringify(like(arena, who))
    const url = `${arena.origin}/inbox`
    return gotOf(await ask(url, body, forge(cavage(who.key, url, body), who, body)))
  },
})

const CAVAGE = ["(request-target)", "host", "date", "digest"]
const RFC = ["@method", "@target-uri", "content-digest"]
const without = (all: string[], name: string) => all.filter(one => one !== name)

export const signatures: Case[] = [
  signed("no signature", /not signed/, () => ({ headers: { signature: undefined } })),
  signed("garbage for a signature", /cannot be read|must hold/, () => ({ headers: { signature: "garbage" } })),
  signed("a signature of 12 kB of commas", /./, () => ({ headers: { signature: ",".repeat(12_000) } })),
  ...CAVAGE.map(name =>
    signed(`a cavage signature that does not cover ${name}`, /must cover/, () => ({ covered: without(CAVAGE, name) })),
  ),
  ...RFC.map(name =>
    signed(`an RFC 9421 signature that does not cover ${name}`, /must cover/, () => ({
      spec: "rfc9421",
      covered: without(RFC, name),
    })),
  ),
  signed("an RFC 9421 signature of the date only", /must cover/, () => ({ spec: "rfc9421", covered: ["date"] })),
  signed("a signature of 61 minutes ago", /an hour away/, () => ({ date: minutes(-61) })),
  signed("a signature of tomorrow", /an hour away/, () => ({ date: minutes(24 * 60) })),
  signed("a signature of the year 9999", /an hour away/, () => ({ date: new Date("9999-12-31T00:00:00Z") })),
  signed("an RFC 9421 signature created two hours ago", /within an hour/, () => ({
    spec: "rfc9421",
    created: seconds(-120),
  })),
  signed("an RFC 9421 signature that has expired", /expired/, () => ({ spec: "rfc9421", expires: seconds(-1) })),
  signed("a cavage signature that has expired", /expired/, () => ({
    covered: [...CAVAGE, "(expires)"],
    expires: seconds(-1),
  })),
  signed("a date that is none", /an hour away/, () => ({ headers: { date: "Thu, 99 Foo 2026" } })),
  signed("no date", /Date is missing/, () => ({ headers: { date: undefined } })),
  signed("no digest", /digest is missing/, () => ({ headers: { digest: undefined } })),
  signed("the digest of something else", /not that of the body/, () => ({
    digest: `SHA-256=${Buffer.alloc(32).toString("base64")}`,
  })),
  signed("a digest by SHA-1", /of no kind/, () => ({ digest: "SHA=2jmj7l5rSw0yVb/vlWAYkK/YBwk=" })),
  signed("a digest by MD5", /of no kind/, () => ({ digest: "MD5=1B2M2Y8AsgTpgAmY7PhCfg==" })),
  signed("a content-digest of something else", /not that of the body/, () => ({
    spec: "rfc9421",
    digest: `sha-256=:${Buffer.alloc(32).toString("base64")}:`,
  })),
  signed("signed for another host", /not by the key/, () => ({ host: "victim.example" })),
  forged("signed for another inbox", /not by the key/, (_, who, body) =>
    cavage(who.key, `http://x.example/actors/agenda/inbox`, body),
  ),
  forged("two signatures in one header", /exactly one/, right => ({
    ...right,
    signature: `${right.signature},${right.signature}`,
  })),
  forged("two labels of RFC 9421", /exactly one/, (_, who, body) => {
    const one = rfc9421(who.key, "http://x.example/inbox", body)
    const two = rfc9421(who.key, "http://x.example/inbox", body, { label: "sig2" })
    return {
      ...one,
      "signature-input": `${one["signature-input"]}, ${two["signature-input"]}`,
      signature: `${one.signature}, ${two.signature}`,
    }
  }),
  forged("the public key as the secret of an HMAC", /not by the key/, (right, who, body) => {
    const text = `(request-target): post /inbox\nhost: x\ndate: ${right.date}\ndigest: ${right.digest}`
    const mac = createHmac("sha256", who.key.publicKeyPem)
      .update(text + body)
      .digest("base64")
    const parameters = right.signature!.replace(/signature="[^"]*"/, `signature="${mac}"`)
    return { ...right, signature: parameters.replace("rsa-sha256", "hmac-sha256") }
  }),
  forged("alg=none", /not by the key/, right => ({
    ...right,
    signature: right.signature!.replace("rsa-sha256", "none").replace(/signature="[^"]*"/, 'signature="AA=="'),
  })),
  forged("an empty signature", /must hold|cannot be read/, right => ({
    ...right,
    signature: right.signature!.replace(/signature="[^"]*"/, 'signature=""'),
  })),
  forged("a key id that is no address", /keyId must be/, right => ({
    ...right,
    signature: right.signature!.replace(/keyId="[^"]*"/, 'keyId="me"'),
  })),
  ...["file:///etc/passwd", "javascript:alert(1)", "data:text/plain,x", "gopher://127.0.0.9/", "unix:/run/x.sock"].map(
    id =>
      forged(`a key at ${id}`, /keyId must be/, right => ({
        ...right,
        signature: right.signature!.replace(/keyId="[^"]*"/, `keyId="${id}"`),
      })),
  ),
  forged("a key at an address with credentials", /./, right => ({
    ...right,
    signature: right.signature!.replace(/keyId="http:\/\//, 'keyId="http://a:b@'),
  })),
  forged("a key id of 8 kB", /./, right => ({
    ...right,
    signature: right.signature!.replace(/keyId="[^"]*"/, `keyId="http://x.example/${"k".repeat(8000)}"`),
  })),
  forged("a thousand covered headers", /must cover|covers a header twice|not by the key/, right => ({
    ...right,
    signature: right.signature!.replace(/headers="[^"]*"/, `headers="${CAVAGE.join(" ")}${" a".repeat(1000)}"`),
  })),
  forged("created in a year that no clock has", /an hour away/, right => ({
    ...right,
    signature: `${right.signature},created=99999999999999999999`,
  })),
  forged("Signature-Input that cannot be read", /cannot be read/, right => ({
    ...right,
    "signature-input": "sig1=((((((",
  })),
  forged("Signature-Input with a thousand labels", /exactly one|cannot be read/, right => ({
    ...right,
    "signature-input": Array.from({ length: 1000 }, (_, i) => `s${i}=()`).join(","),
  })),
  {
    name: "a body that was changed under its signature",
    status: 401,
    says: /not that of the body/,
    attack: async arena => {
      const who = arena.stranger()
      const url = `${arena.origin}/inbox`
      const right = cavage(who.key, url, JSON.stringify(like(arena, who)))
      return gotOf(await ask(url, JSON.stringify(like(arena, who, { type: "Delete" })), right))
    },
  },
  {
    name: "a replay of a Like, to the last byte",
    status: 202,
    attack: arena =>
      arena.post(arena.ana, {
        "@context": AS2,
        actor: arena.ana.id,
        id: arena.like,
        type: "Like",
        object: arena.event.uri,
      }),
  },
  {
    name: "a replay of a Like under another id by the same person",
    status: 202,
    handled: "ignored",
    // one more reaction of the same person: they count once
    writes: ["reaction"],
    attack: arena => arena.post(arena.ana, like(arena, arena.ana)),
    after: async ({ db, event }) => {
      const row = await db
        .selectFrom("object")
        .select("likes")
        .where("path", "=", `/events/${event.id}`)
        .executeTakeFirstOrThrow()
      if (row.likes !== 1) throw new Error(`${row.likes} likes of one person`)
    },
  },
  {
    name: "a replay to every inbox there is",
    status: 202,
    attack: async arena => {
      const activity = { "@context": AS2, actor: arena.ana.id, id: arena.like, type: "Like", object: arena.event.uri }
      await arena.post(arena.ana, activity, { inbox: "/actors/agenda/inbox" })
      return arena.post(arena.ana, activity, { inbox: "/actors/instance/inbox" })
    },
  },
  {
    name: "the id of an activity of someone else, with other content",
    status: 400,
    says: /host of the actor/,
    attack: arena => {
      const eve = arena.attacker()
      return arena.post(eve, like(arena, eve, { id: arena.like }))
    },
  },
]
