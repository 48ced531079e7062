import { createHash } from "node:crypto"

/** What one page needs beyond the strict rule. */
interface Allowances {
  /** the content of its one inline `<style>`, allowed by its digest */
  style?: string
  /** origin of a video that a click may load */
  frame?: string
  /** origin of the tiles of a map that a click may load */
  tiles?: string
  /** its form may be answered by a redirect to the visitor's own server */
  leaves?: boolean
}

const digest = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`

/**
 * Nothing but our own style sheet, script and images. Images of events come through this site (`picture.ts`), so that no
 * page makes a visitor's browser ask another host for anything.
 */
export function contentSecurityPolicy({ style, frame, tiles, leaves }: Allowances, origin: string): string {
  // a site on a private network leads to servers there
  const elsewhere = origin.startsWith("https:") ? " https:" : " https: http:"
  return [
    "default-src 'none'",
    `style-src 'self'${style ? ` ${digest(style)}` : ""}`,
    "script-src 'self'",
    `img-src 'self' data:${tiles ? ` ${tiles}` : ""}`,
    // the map asks for its venues
    ...(tiles ? ["connect-src 'self'"] : []),
    ...(frame ? [`frame-src ${frame}`] : []),
    // browsers also hold the redirect that answers a form to this rule
    `form-action 'self'${leaves ? elsewhere : ""}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ")
}
