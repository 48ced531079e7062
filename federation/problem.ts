import { STATUS_CODES } from "node:http"

/** An answer that says what is wrong (RFC 9457). What does not exist may exist later: nobody keeps a refusal. */
export function problem(status: number, detail: string, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify({ title: STATUS_CODES[status], status, detail }), {
    status,
    headers: { "Content-Type": "application/problem+json", "Cache-Control": "no-store", Vary: "Accept", ...headers },
  })
}
