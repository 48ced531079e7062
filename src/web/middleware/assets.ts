import { Hono } from "hono"
import { packOnce } from "../../http/compression.ts"
import { type Encoding, encodingFor } from "../../http/encoding.ts"
import { ASSETS, type Asset } from "../components/assets.ts"

/** Style sheets, scripts and the logo, each at an address of its content, cached for a year. */
export function assets(): Hono {
  const app = new Hono()
  for (const asset of Object.values(ASSETS)) {
    const bodyIn = bodies(asset)
    app.get(asset.path, c => {
      const encoding = encodingFor(c.req)
      return new Response(bodyIn(encoding), {
        headers: {
          "Content-Type": asset.type,
          "Cache-Control": "public, max-age=31536000, immutable",
          Vary: "Accept-Encoding",
          "X-Content-Type-Options": "nosniff",
          ...(encoding !== "identity" && { "Content-Encoding": encoding }),
        },
      })
    })
  }
  return app
}

/** The bytes in each encoding, packed when they are first requested. */
function bodies({ bytes }: Asset): (encoding: Encoding) => Uint8Array<ArrayBuffer> {
  const packed = new Map<Encoding, Uint8Array<ArrayBuffer>>([["identity", bytes]])
  return encoding => {
    const body = packed.get(encoding) ?? packOnce(bytes, encoding === "gzip" ? "gzip" : "br")
    packed.set(encoding, body)
    return body
  }
}
