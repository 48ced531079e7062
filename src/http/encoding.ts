import type { HonoRequest } from "hono"
import { parseAccept } from "hono/utils/accept"

export type ContentCoding = "br" | "gzip"
export type Encoding = ContentCoding | "identity"

/**
 * The first of these that the client accepts: the quality that is named for it counts, else the one for `*` (RFC 9110 §12.5.3).
 * @param offered in our order: what packs best comes first
 */
export function encodingFor(request: HonoRequest, offered: readonly ContentCoding[] = ["br", "gzip"]): Encoding {
  const header = request.header("Accept-Encoding")
  if (!header) return "identity"
  const accepted = parseAccept(header)
  const quality = (coding: string) =>
    (accepted.find(({ type }) => type.toLowerCase() === coding) ?? accepted.find(({ type }) => type === "*"))?.q ?? 0
  return offered.find(coding => quality(coding) > 0) ?? "identity"
}
