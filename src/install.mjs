// Runs before `npm start`, `npm test` and `npm run check`, on any Node from 20 on: installs missing packages, so that a fresh
// checkout needs one command. Node 26, on which Beffroi itself runs, is one of the packages.
import { spawnSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"

const root = new URL("../", import.meta.url)
const read = name => (existsSync(new URL(name, root)) ? readFileSync(new URL(name, root), "utf8") : "")

// npm writes a second lock file with what it installed: when both name the same versions nothing is missing
const wanted = Object.entries(JSON.parse(read("package-lock.json") || "{}").packages ?? {})
const installed = JSON.parse(read("node_modules/.package-lock.json") || '{"packages":{}}').packages
const missing = wanted.filter(
  ([path, wants]) => path !== "" && !wants.optional && !wants.peer && installed[path]?.version !== wants.version,
)

if (missing.length > 0 || !existsSync(new URL("node_modules/.bin/node", root))) {
  console.log(`Installing ${missing.length} packages: about half a minute the first time…`)
  // not `npm ci`: it refuses a lock file when an optional package of another platform is missing in the registry
  const { status } = spawnSync("npm", ["install", "--no-audit", "--no-fund", "--no-save", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32",
  })
  if (status !== 0) {
    console.error("npm install failed; the lines above say why.")
    process.exit(1)
  }
}
