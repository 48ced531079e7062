import { z } from "zod"
import { resendDeliveries } from "../actions/deliveries/resend.ts"
import { DomainError, notFound } from "../domain/errors.ts"
import { paths } from "../domain/paths.ts"
import { because } from "../input/parse.ts"
import { deliveryPage, readDelivery } from "../store/delivery-pages.ts"
import { decodeCursor, page, pageOf, pageQuery } from "./cursor.ts"
import { endpoint } from "./endpoint.ts"

const tag = "deliveries"
const number = z.string().regex(/^[1-9]\d{0,14}$/, because("not-a-number"))

const deliveryDocument = z
  .strictObject({
    id: z.int(),
    state: z.enum(["pending", "done", "dead"]),
    activity: z.url(),
    type: z.string(),
    object: z.url().nullable(),
    inbox: z.string(),
    host: z.string(),
    attempts: z.int(),
    status: z.int().nullable().meta({ description: "the last HTTP answer" }),
    error: z.string().nullable(),
    dueAt: z.iso.datetime(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ ref: "Delivery" })

export const listDeliveries = endpoint(
  {
    summary: "List deliveries",
    description:
      "What is sent to each follower's server, newest first. `dead` ones were given up and can be sent again.",
    tag,
    needs: "read",
    query: z.strictObject({
      state: z.enum(["pending", "done", "dead"]).optional(),
      host: z.string().min(1).max(255).optional(),
      ...pageQuery,
    }),
    success: { status: 200, description: "A page of deliveries", schema: pageOf(deliveryDocument) },
  },
  async ({ db, site: { origin }, query: { cursor, limit, ...selection }, path }) => {
    const keys = decodeCursor(z.tuple([number.transform(Number)]), cursor)
    const deliveries = await deliveryPage(db, { ...selection, limit: limit + 1, after: keys?.[0] ?? null })
    const { rows, next } = page(deliveries, { limit, origin, path, keys: ({ id }) => [String(id)] })
    const items = rows.map(({ outboxId, objectPath, ...row }) => ({
      ...row,
      activity: origin + paths.activity(outboxId),
      object: objectPath && origin + objectPath,
    }))
    return { body: { items, next }, next }
  },
)

export const resendDelivery = endpoint(
  {
    summary: "Send a dead delivery again",
    description: "With the later deliveries about the same object to the same inbox, in order.",
    tag,
    needs: "admin",
    id: { description: "number of the delivery", form: number, name: "delivery" },
    body: z.strictObject({}),
    success: {
      status: 200,
      description: "How many deliveries are due again",
      schema: z.strictObject({ due: z.int() }),
    },
  },
  async ({ db, site, by, id }) => {
    const delivery = await readDelivery(db, Number(id))
    if (!delivery) throw notFound("delivery")
    if (delivery.state !== "dead") throw new DomainError("delivery-not-dead", { state: delivery.state })
    return { body: { due: await resendDeliveries(db, site, by, { ids: [delivery.id] }) } }
  },
)
