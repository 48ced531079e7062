import type { JsonObject } from "../../../src/domain/json.ts"
import { ACCESSIBILITY_FEATURE } from "./event.ts"

/**
 * The form of an activity that Mobilizon takes more of: accessibility as its metadata, `PropertyValue` in `attachment` (Mobilizon 5.1,
 * lib/federation/activity_stream/converter/event_metadata.ex, with the keys of its EventMetadata.ts). Everybody else is sent none,
 * since Lemmy refuses an object with one. Null where the usual form will do. Of a price Mobilizon knows a link to a page alone
 * (`mz:ticket:price_url`): it stands in `content`.
 */
export function mobilizonForm(activity: JsonObject): JsonObject | null {
  const event = activity.object as JsonObject | string
  if (typeof event !== "object" || event.type !== "Event") return null
  const features = (event[ACCESSIBILITY_FEATURE] ?? []) as string[]
  const metadata = features.flatMap(feature => metadataOf(feature, event.isOnline === true))
  if (metadata.length === 0) return null
  const attachment = [...(event.attachment as JsonObject[]), ...metadata]
  return { ...activity, object: { ...event, attachment } }
}

function metadataOf(feature: string, online: boolean): JsonObject[] {
  const property = (key: string, value: string | boolean) => [
    { type: "PropertyValue", propertyID: `mz:accessibility:${key}`, value },
  ]
  if (feature === "wheelchair") return property("wheelchairAccessible", "fully")
  if (feature === "sign-language") return property("live:sign_language", true)
  // it says so of the live video alone
  return feature === "captions" && online ? property("live:subtitle", true) : []
}
