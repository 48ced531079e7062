import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"

export interface Asset {
  /** holds a digest of the content, so that it may be cached for ever */
  path: string
  type: string
  bytes: Buffer<ArrayBuffer>
}

function asset(file: string | URL, name: string, type: string): Asset {
  const bytes = readFileSync(file)
  const digest = createHash("sha256").update(bytes).digest("hex").slice(0, 12)
  return { path: `/assets/${name.replace(".", `.${digest}.`)}`, type, bytes }
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
