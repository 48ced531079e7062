import { toKML } from "@placemarkio/tokml"
import type { ListedEvent } from "../../domain/event.ts"
import type { Listing } from "../listing.ts"
import { xmlText } from "../xml.ts"
import { featureCollection } from "./geojson.ts"

/** KML 2.2 of the same venues as the GeoJSON, for map programs that read nothing else. */
export function kml(listing: Listing, events: readonly ListedEvent[]): string {
  const { features } = featureCollection(listing, events)
  const document = toKML({
    type: "FeatureCollection",
    features: features.map(({ properties: { _umap_options: _, description: __, ...properties }, ...feature }) => ({
      ...feature,
      properties: Object.fromEntries(
        Object.entries({
          ...properties,
          description: [properties.date, properties.place, properties.url].join("\n"),
        }).map(([name, value]) => [name, xmlText(Array.isArray(value) ? value.join("; ") : String(value))]),
      ),
    })),
  })
  return `<?xml version="1.0" encoding="utf-8"?>\n${document}`
}
