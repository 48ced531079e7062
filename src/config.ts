import { resolve } from "node:path"

/** The checked settings. `databaseUrl` null: start an embedded PostgreSQL under `dataDir`. */
export interface Config {
  origin: string
  /** whether ORIGIN is set: the demonstration is only loaded when it is not */
  originGiven: boolean
  port: number
  host: string
  databaseUrl: string | null
  dataDir: string
  role: "all" | "web" | "worker"
  /** null: generated once in `dataDir` */
  secretKey: string | null
  allowPrivateAddresses: boolean
  /** `https://tiles.example/{z}/{x}/{y}.png`; null: the map page is a list */
  tileUrl: string | null
  /** seconds after which another worker takes over claimed rows; null: 60 for deliveries, 150 for received activities */
  leaseSeconds: number | null
  logLevel: "debug" | "info" | "warning" | "error"
}

/** Lists every wrong setting at once. */
export class ConfigError extends Error {
  readonly mistakes: string[]
  constructor(mistakes: string[]) {
    const count = mistakes.length === 1 ? "a mistake" : `${mistakes.length} mistakes`
    super(`the configuration has ${count}:\n${mistakes.map(mistake => `  - ${mistake}`).join("\n")}`)
    this.name = "ConfigError"
    this.mistakes = mistakes
  }
}

const YES = new Set(["1", "true", "yes", "on"])
const NO = new Set(["", "0", "false", "no", "off"])

/** Pure: depends on `env` alone. @throws {ConfigError} with every wrong setting */
export function readConfig(env: Record<string, string | undefined>): Config {
  const mistakes: string[] = []
  const wrong = (name: string, reason: string) => {
    mistakes.push(`${name}: ${reason} (it is "${env[name]}")`)
  }
  const oneOf = <T extends string>(name: string, values: readonly T[], fallback: T): T => {
    const value = env[name] || fallback
    if (!values.includes(value as T)) wrong(name, `must be one of ${values.join(", ")}`)
    return value as T
  }
  const flag = (name: string): boolean => {
    const value = (env[name] ?? "").toLowerCase()
    if (!YES.has(value) && !NO.has(value)) wrong(name, "must be 1 or unset")
    return YES.has(value)
  }

  const port = env.PORT ? Number(env.PORT) : 8000
  if (!Number.isInteger(port) || port < 1 || port > 65535) wrong("PORT", "must be a port number from 1 to 65535")

  const origin = env.ORIGIN || `http://localhost:${port}`
  const url = URL.parse(origin)
  if (!url || !/^https?:$/.test(url.protocol)) wrong("ORIGIN", "must be an address such as https://agenda.example.org")
  else if (url.origin !== origin)
    wrong("ORIGIN", `must be scheme and host only, in lower case, without a path or a final slash: ${url.origin}`)

  const databaseUrl = env.DATABASE_URL || null
  if (databaseUrl && !/^postgres(ql)?:$/.test(URL.parse(databaseUrl)?.protocol ?? "")) {
    mistakes.push("DATABASE_URL: must be an address such as postgres://user:password@host/database")
  }
  const secretKey = env.SECRET_KEY || null
  if (secretKey && secretKey.length < 32)
    mistakes.push(`SECRET_KEY: must have at least 32 characters (it has ${secretKey.length})`)

  const leaseSeconds = env.LEASE_SECONDS ? Number(env.LEASE_SECONDS) : null
  if (leaseSeconds !== null && !(Number.isInteger(leaseSeconds) && leaseSeconds >= 2 && leaseSeconds <= 3600))
    wrong("LEASE_SECONDS", "must be a whole number from 2 to 3600")

  const tileUrl = env.TILE_URL || null
  if (tileUrl) {
    const missing = ["{z}", "{x}", "{y}"].filter(part => !tileUrl.includes(part))
    if (!/^https?:$/.test(URL.parse(tileUrl)?.protocol ?? "")) wrong("TILE_URL", "must begin with https:// or http://")
    else if (missing.length > 0)
      wrong("TILE_URL", `must hold {z}, {x} and {y}, as https://tiles.example/{z}/{x}/{y}.png`)
    else if (/\{(?![zxy]\})/.test(tileUrl)) wrong("TILE_URL", "may hold no other part than {z}, {x} and {y}")
  }

  const config: Config = {
    origin,
    originGiven: Boolean(env.ORIGIN),
    port,
    host: env.HOST || "127.0.0.1",
    databaseUrl,
    dataDir: resolve(env.DATA_DIR || "./data"),
    role: oneOf("ROLE", ["all", "web", "worker"] as const, "all"),
    secretKey,
    allowPrivateAddresses: flag("ALLOW_PRIVATE_ADDRESSES"),
    tileUrl,
    leaseSeconds,
    logLevel: oneOf("LOG_LEVEL", ["debug", "info", "warning", "error"] as const, "info"),
  }
  if (mistakes.length > 0) throw new ConfigError(mistakes)
  return config
}
