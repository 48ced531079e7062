import type { Socket } from "node:net"
import type { Got } from "./case.ts"

/** Writes these lines and gives what comes back until the other side is silent, or `wait` ms are over. */
export function readAnswer(socket: Socket, lines: string | Buffer, wait: number): Promise<Got> {
  return new Promise(resolve => {
    let text = ""
    let timer = setTimeout(() => socket.destroy(), wait)
    socket.setEncoding("latin1")
    socket.on("data", chunk => {
      text += chunk
      // a connection that stays open says nothing more
      clearTimeout(timer)
      timer = setTimeout(() => socket.destroy(), 150)
    })
    // cut off while it still writes: what was answered before counts
    socket.on("error", () => {})
    socket.on("close", () => {
      clearTimeout(timer)
      resolve(readHead(text))
    })
    socket.write(lines)
  })
}

export function readHead(text: string): Got {
  const [head = "", ...rest] = text.split("\r\n\r\n")
  const [first = "", ...lines] = head.split("\r\n")
  const headers = Object.fromEntries(
    lines.map(line => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]),
  )
  return { status: Number(/^HTTP\/1\.\d (\d{3})/.exec(first)?.[1] ?? 0), text: rest.join("\r\n\r\n"), headers }
}
