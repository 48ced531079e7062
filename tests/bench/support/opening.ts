import { type OpenSite, openSite } from "../../../src/app.ts"
import { readConfig } from "../../../src/config.ts"
import { createOutgoing } from "../../../src/outgoing/index.ts"
import { addressOf } from "./hosts.ts"

/** What a process of ours is started with. */
export interface Opening {
  databaseUrl: string
  origin: string
  secretKey: string
}

/** The site as `npm start` opens it, in the made-up world: names lead to its addresses, which are private. */
export async function openInWorld({ databaseUrl, origin, secretKey }: Opening): Promise<OpenSite> {
  const config = readConfig({ DATABASE_URL: databaseUrl, ORIGIN: origin, SECRET_KEY: secretKey })
  const site = await openSite(config, () => {})
  await site.outgoing.close()
  const outgoing = createOutgoing({
    allowPrivateAddresses: true,
    userAgent: site.outgoing.userAgent,
    resolve: async hostname => [addressOf(hostname)],
  })
  const close = async () => {
    await outgoing.close()
    await site.db.destroy()
  }
  return { ...site, outgoing, close }
}
