import { z } from "zod"
import { calendarsWhere } from "../access/policy.ts"
import { editorialPlacePage } from "../actions/events/read.ts"
import { absolute, paths } from "../domain/paths.ts"
import { placeFieldsOf } from "../domain/place.ts"
import { placeInput } from "../input/place.ts"
import { line } from "../input/scalars.ts"
import { publicPlacePage } from "../store/public/places.ts"
import { decodeCursor, page, pageOf, pageQuery } from "./cursor.ts"
import { endpoint } from "./endpoint.ts"

const placeDocument = z
  .strictObject({
    ...placeInput.shape,
    id: z.uuid(),
    uri: z.url().meta({ description: "its id on the network" }),
    events: z.int().meta({ description: "how many events take place there" }),
  })
  .meta({ ref: "Place" })

export const listPlaces = endpoint(
  {
    summary: "List the places of events",
    description: "By name. Of public events; with the scope `read` or `write:events` of drafts too.",
    tag: "places",
    query: z.strictObject({ q: line(200).optional(), locality: line(100).optional(), ...pageQuery }),
    success: { status: 200, description: "A page of places", schema: pageOf(placeDocument) },
  },
  async ({ db, site: { origin }, query: { cursor, limit, ...selection }, path, by }) => {
    const keys = decodeCursor(z.tuple([z.string().max(150), z.uuid()]), cursor)
    const draftsOf = calendarsWhere(by, "event:read-draft")
    const asked = {
      selection: { ...selection, limit: limit + 1 },
      after: keys && { name: keys[0], id: keys[1] },
    }
    const places =
      draftsOf.length > 0 ? await editorialPlacePage(db, { ...asked, draftsOf }) : await publicPlacePage(db, asked)
    const { rows, next } = page(places, { limit, origin, path, keys: ({ name, id }) => [name, id] })
    const items = rows.map(place => ({
      ...placeFieldsOf(place),
      id: place.id,
      uri: absolute(origin, paths.place(place.id, place.version)),
      events: place.events,
    }))
    return { body: { items, next }, next }
  },
)
