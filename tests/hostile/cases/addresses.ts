import type { Arena } from "../arena.ts"
import type { Case } from "../case.ts"
import { actor } from "./documents.ts"
import { like } from "./signatures.ts"

/** Where we must not go, whoever sends us there: nobody listens to us but what is public. */
const redirect = (name: string, says: RegExp, to: (arena: Arena) => string): Case =>
  actor(`a redirect to ${name}`, says, (arena, _, response) => response.writeHead(302, { location: to(arena) }).end())

/** An actor at an address of this form. */
const at = (name: string, says: RegExp, origin: (arena: Arena) => string, status = 401): Case => ({
  name: `an actor at ${name}`,
  status,
  says,
  attack: arena => {
    const eve = arena.attacker()
    const id = eve.id.replace(arena.evil.origin, origin(arena))
    const who = { ...eve, id, key: { ...eve.key, id: `${id}#main-key` } }
    return arena.post(who, like(arena, who))
  },
})

const private_ = /not a public address/

export const addresses: Case[] = [
  redirect("a private address", private_, ({ trap }) => `http://127.0.0.9:${trap.port}/`),
  redirect("a private address without a scheme", private_, ({ trap }) => `//127.0.0.9:${trap.port}/`),
  redirect("a private address in one number", private_, ({ trap }) => `http://2130706441:${trap.port}/`),
  redirect("a private address in hexadecimal", private_, ({ trap }) => `http://0x7f000009:${trap.port}/`),
  redirect("a private address in octal", private_, ({ trap }) => `http://0177.0.0.011:${trap.port}/`),
  redirect("loopback in IPv6", private_, ({ trap }) => `http://[::1]:${trap.port}/`),
  redirect("a mapped private address", private_, ({ trap }) => `http://[::ffff:127.0.0.9]:${trap.port}/`),
  redirect("a translated private address (NAT64)", private_, ({ trap }) => `http://[64:ff9b::7f00:9]:${trap.port}/`),
  redirect("the addresses of clouds", private_, () => "http://169.254.169.254/latest/meta-data/"),
  redirect("0.0.0.0", private_, ({ trap }) => `http://0.0.0.0:${trap.port}/`),
  redirect("a name of a private address", private_, ({ trap }) => `http://private.test:${trap.port}/`),
  redirect("a name with a public and a private address", private_, ({ trap }) => `http://both.test:${trap.port}/`),
  redirect("a name of a mapped private address", private_, ({ trap }) => `http://mapped.test:${trap.port}/`),
  redirect("a name of loopback in IPv6", private_, ({ trap }) => `http://loopback6.test:${trap.port}/`),
  redirect("localhost with a final dot", private_, ({ trap }) => `http://localhost.:${trap.port}/`),
  redirect("a file", /neither http nor https/, () => "file:///etc/passwd"),
  redirect("ftp", /neither http nor https/, () => "ftp://127.0.0.9/"),
  redirect("an address with credentials", /credentials/, ({ evil }) => `http://user:secret@${evil.host}/`),
  redirect("an address that is none", /cannot be had/, () => "http://[::"),
  redirect("our own server", /answered by another host|cannot be had/, ({ origin }) => `${origin}/actors/agenda`),
  at("a private address", private_, ({ trap }) => `http://127.0.0.9:${trap.port}`),
  at("loopback in IPv6", private_, ({ trap }) => `http://[::1]:${trap.port}`),
  at("a mapped private address", private_, ({ trap }) => `http://[::ffff:127.0.0.9]:${trap.port}`),
  at("a name of a private address", private_, ({ trap }) => `http://private.test:${trap.port}`),
  {
    name: "a name that is public when it is checked and private when it is dialled",
    status: 401,
    says: /cannot be had/,
    attack: async arena => {
      // whichever turn it is: the name is looked up anew for each of these
      for (let i = 0; i < 4; i++) {
        const eve = arena.attacker()
        const id = eve.id.replace(arena.evil.origin, `http://flips.test:${arena.trap.port}`)
        const who = { ...eve, id, key: { ...eve.key, id: `${id}#main-key` } }
        const got = await arena.post(who, like(arena, who))
        if (got.status !== 401) return got
        if (i === 3) return got
      }
      throw new Error("not reached")
    },
  },
  {
    name: "an event that the partner announces and another host answers for",
    status: 202,
    handled: "failed",
    because: /another host/,
    attack: arena => {
      const path = `/events/redirected${arena.next()}`
      arena.host.documents.set(path, (_, response) =>
        response.writeHead(302, { location: arena.evil.origin + path }).end(),
      )
      arena.evil.documents.set(path, {
        id: arena.host.origin + path,
        type: "Event",
        name: "Publicité",
        to: ["as:Public"],
      })
      return arena.post(arena.partner, {
        id: `${arena.partner.id}/acts/${arena.next()}`,
        type: "Announce",
        actor: arena.partner.id,
        object: arena.host.origin + path,
      })
    },
  },
  {
    name: "an event at a private address that the partner announces",
    status: 202,
    handled: "failed",
    because: /not a public address/,
    attack: arena =>
      arena.post(arena.partner, {
        id: `${arena.partner.id}/acts/${arena.next()}`,
        type: "Announce",
        actor: arena.partner.id,
        object: `http://127.0.0.9:${arena.trap.port}/events/1`,
      }),
  },
]
