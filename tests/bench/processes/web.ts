import { httpApp, type OpenSite, openSite } from "../../../src/app.ts"
import { readConfig } from "../../../src/config.ts"
import { createOutgoing } from "../../../src/outgoing.ts"
import { serveOn } from "../support/answering.ts"
import { answerCalls } from "../support/child.ts"
import { addressOf } from "../support/hosts.ts"

/** A web process as `ROLE=web` runs it, but that names are those of the made-up world. */
let open: OpenSite | null = null

async function start({
  databaseUrl,
  origin,
  secretKey,
}: {
  databaseUrl: string
  origin: string
  secretKey: string
}): Promise<void> {
  const { port } = new URL(origin)
  const config = readConfig({
    DATABASE_URL: databaseUrl,
    ORIGIN: origin,
    PORT: port,
    SECRET_KEY: secretKey,
    ROLE: "web",
  })
  open = await openSite(config, () => {})
  await open.outgoing.close()
  open.outgoing = createOutgoing({
    allowPrivateAddresses: true,
    userAgent: `Beffroi (+${origin})`,
    resolve: async hostname => [addressOf(hostname)],
  })
  await serveOn(Number(port), httpApp(open).fetch)
}

const calls = { start }
export type ServerCalls = typeof calls

answerCalls(calls, () => open?.close())
