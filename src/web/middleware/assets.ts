import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { brotliCompressSync, gzipSync } from "node:zlib"
import { Hono } from "hono"
import { accepts } from "hono/accepts"

type Encoding = "identity" | "gzip" | "br"

interface Asset {
  /** holds a digest of the content, so that it may be kept for ever */
  path: string
  type: string
  body(encoding: Encoding): Buffer<ArrayBuffer>
}

/** Compressed when first asked for, at the highest level: 19.9 kB of CSS are 5.0 kB in brotli, and Leaflet takes it 0.2 s. */
function asset(file: string | URL, name: string, type: string): Asset {
  const identity = readFileSync(file)
  const digest = createHash("sha256").update(identity).digest("hex").slice(0, 12)
  const bodies: Partial<Record<Encoding, Buffer<ArrayBuffer>>> = { identity }
  return {
    path: `/assets/${name.replace(".", `.${digest}.`)}`,
    type,
    body(encoding) {
      bodies[encoding] ??= encoding === "gzip" ? gzipSync(identity, { level: 9 }) : brotliCompressSync(identity)
      return bodies[encoding]
    },
  }
}

const CSS = "text/css; charset=utf-8"
const JS = "text/javascript; charset=utf-8"
const own = (name: string, type: string) => asset(new URL(`../assets/${name}`, import.meta.url), name, type)
const { resolve } = createRequire(import.meta.url)
const packaged = (name: string, type: string) => asset(resolve(`leaflet/dist/${name}`), name, type)

export const ASSETS = {
  style: own("beffroi.css", CSS),
  script: own("beffroi.js", JS),
  mark: own("mark.svg", "image/svg+xml"),
  // loaded when someone opens the map
  map: own("map.js", JS),
  leaflet: packaged("leaflet.js", JS),
  leafletStyle: packaged("leaflet.css", CSS),
}

/** Style sheets, scripts and the mark, each at an address of its content, kept for a year. */
export function assets(): Hono {
  const app = new Hono()
  for (const { path, type, body } of Object.values(ASSETS)) {
    app.get(path, c => {
      const encoding = accepts(c, {
        header: "Accept-Encoding",
        supports: ["br", "gzip"],
        default: "identity",
        match: (accepted, { supports, default: plain }) =>
          supports.find(name => accepted.some(a => a.type === name && a.q > 0)) ?? plain,
      }) as Encoding
      if (encoding !== "identity") c.header("Content-Encoding", encoding)
      return c.body(body(encoding), 200, {
        "Content-Type": type,
        "Cache-Control": "public, max-age=31536000, immutable",
        Vary: "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
      })
    })
  }
  return app
}
