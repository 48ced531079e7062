import type { Arena } from "../arena.ts"
import type { Case, Got } from "../case.ts"
import { readHead } from "../connection.ts"
import { like } from "./signatures.ts"

/** Those that wait, and make others wait. */
const AP = "application/activity+json"

/** Sends its opening, then a byte now and then, until it is cut off. */
function drip(arena: Arena, opening: string, byte = "a"): Promise<Got> {
  return new Promise(resolve => {
    const socket = arena.connect()
    let text = ""
    socket.setEncoding("latin1")
    socket.write(opening)
    const timer = setInterval(() => socket.write(byte), 1000)
    const end = setTimeout(() => socket.destroy(), 45_000)
    socket.on("data", chunk => {
      text += chunk
    })
    socket.on("error", () => {})
    socket.on("close", () => {
      clearInterval(timer)
      clearTimeout(end)
      resolve(readHead(text))
    })
  })
}

/** Somebody whose server takes its time to say who they are. */
const silent = (name: string, says: RegExp, answer: (response: import("node:http").ServerResponse) => void): Case => ({
  name,
  status: 401,
  says,
  attack: arena => {
    const eve = arena.attacker()
    arena.evil.documents.set(new URL(eve.id).pathname, (_, response) => answer(response))
    return arena.post(eve, like(arena, eve))
  },
})

export const slow: Case[] = [
  {
    name: "a head that is sent a byte at a time",
    status: 408,
    attack: arena => drip(arena, "GET / HTTP/1.1\r\nHost: x\r\nX-A: "),
  },
  { name: "a connection that never says anything", status: 408, attack: arena => drip(arena, "", "") },
  {
    name: "a body for an inbox that is sent a byte at a time",
    status: 408,
    says: /10 s/,
    attack: arena =>
      drip(arena, `POST /inbox HTTP/1.1\r\nHost: x\r\nContent-Type: ${AP}\r\nContent-Length: 5000\r\n\r\n{`, " "),
  },
  {
    name: "a body for the API that is sent a byte at a time",
    status: 408,
    attack: arena =>
      drip(
        arena,
        `POST /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${arena.token}\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{`,
        " ",
      ),
  },
  silent("a server that never answers", /no whole answer in 15 s/, () => {}),
  silent("a server that answers a byte a second", /no whole answer in 15 s/, response => {
    response.writeHead(200, { "content-type": AP })
    const timer = setInterval(() => response.write(" "), 1000)
    response.on("close", () => clearInterval(timer))
  }),
]
