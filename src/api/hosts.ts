import { z } from "zod"
import { listFailingHosts } from "../store/hosts.ts"
import { failingHostLine } from "../text/failing-host.ts"
import { endpoint } from "./endpoint.ts"

const hostDocument = z
  .strictObject({
    host: z.string(),
    state: z
      .enum(["failing", "gone"])
      .meta({ description: "`gone`: nothing is sent to it until it gives a sign of life" }),
    failingSince: z.iso.datetime(),
    goneAt: z.iso.datetime().nullable(),
    nextTryAt: z.iso.datetime().nullable(),
    error: z.string().nullable(),
    waiting: z.int().meta({ description: "deliveries that wait for it" }),
    followers: z.int().meta({ description: "followers on it, who stay followers" }),
    summary: z.string().meta({ description: "all of this in words" }),
  })
  .meta({ ref: "FailingHost" })

export const listHosts = endpoint(
  {
    summary: "List the servers that do not answer",
    description:
      "The longest first, a hundred at most. One that has not answered for a week is gone; it comes back by itself.",
    tag: "deliveries",
    needs: "read",
    success: {
      status: 200,
      description: "All that do not answer",
      schema: z.strictObject({ items: z.array(hostDocument), next: z.null() }),
    },
  },
  async ({ db }) => {
    const items = (await listFailingHosts(db)).map(host => ({
      host: host.name,
      state: host.goneAt ? "gone" : "failing",
      failingSince: host.failingSince,
      goneAt: host.goneAt,
      nextTryAt: host.pausedUntil,
      error: host.lastError,
      waiting: host.waiting,
      followers: host.followers,
      summary: failingHostLine(host),
    }))
    return { body: { items, next: null } }
  },
)
