import { readFileSync } from "node:fs"
import type { Handler } from "hono"
import { absolute, INSTANCE_HANDLE, paths } from "../../src/domain/paths.ts"
import { AS2 } from "../../src/http/negotiation.ts"
import { publicAnswer } from "../../src/http/public.ts"
import { readUsage } from "../../src/store/usage.ts"
import type { Serving } from "./serving.ts"

const SCHEMA = "http://nodeinfo.diaspora.software/ns/schema/2.1"
const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  version: string
}
const HALF_HOUR = "public, max-age=1800"

/** Links to the NodeInfo document and to the Application (FEP-2677). The document comes first: Gancio 1.21 reads the first link, whatever its `rel`. */
export const nodeinfoLinks =
  ({ origin }: Serving): Handler =>
  c => {
    const links = [
      { rel: SCHEMA, href: absolute(origin, paths.nodeinfo()) },
      { rel: `${AS2}#Application`, href: absolute(origin, paths.actor(INSTANCE_HANDLE)) },
    ]
    return publicAnswer(c, JSON.stringify({ links }), { type: "application/json", cache: HALF_HOUR })
  }

/** NodeInfo 2.1, whose schema forbids `$schema`. Users are the actors that can be followed; active ones have published. */
export const nodeinfo =
  ({ db, now }: Serving): Handler =>
  async c => {
    const { name, summary, localPosts, ...users } = await readUsage(db, now())
    const document = {
      version: "2.1",
      software: { name: "beffroi", version },
      protocols: ["activitypub"],
      services: { inbound: [], outbound: [] },
      openRegistrations: false,
      usage: { users, localPosts },
      // Gancio and Mobilizon show it as the partner's name
      metadata: { nodeName: name, nodeDescription: summary },
    }
    const type = `application/json; profile="${SCHEMA}#"`
    return publicAnswer(c, JSON.stringify(document), { type, cache: HALF_HOUR })
  }
