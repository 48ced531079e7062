import { type IncomingHttpHeaders, request } from "node:http"

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  bytes: Buffer
  text: string
}

/** What comes over the wire, without a client that decompresses or follows. */
export function askOver(
  server: string,
  path: string,
  headers: Record<string, string> = {},
  method = "GET",
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(server + path, { method, headers, agent: false }, async response => {
      const chunks: Buffer[] = []
      try {
        for await (const chunk of response) chunks.push(chunk)
      } catch (error) {
        return reject(error)
      }
      const bytes = Buffer.concat(chunks)
      resolve({ status: response.statusCode!, headers: response.headers, bytes, text: bytes.toString() })
    })
    sent.on("error", reject)
    sent.end()
  })
}
