import { type OpenSite, openSite } from "../../../src/app.ts"
import { readConfig } from "../../../src/config.ts"
import { addressOf } from "./hosts.ts"

/** What a process of ours is started with. */
export interface Opening {
  databaseUrl: string
  origin: string
  secretKey: string
}

/** The site as `npm start` opens it, in the made-up world: names lead to its addresses, which are private. */
export function openInWorld({ databaseUrl, origin, secretKey }: Opening): Promise<OpenSite> {
  const config = readConfig({ DATABASE_URL: databaseUrl, ORIGIN: origin, SECRET_KEY: secretKey })
  const outgoing = { allowPrivateAddresses: true, resolve: async (hostname: string) => [addressOf(hostname)] }
  return openSite(config, () => {}, { outgoing })
}
