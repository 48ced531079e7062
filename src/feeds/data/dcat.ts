import type { Calendar } from "../../domain/calendar.ts"
import type { JsonObject } from "../../domain/json.ts"
import { absolute, type FeedFormat, paths } from "../../domain/paths.ts"
import { isoSeconds } from "../../domain/time.ts"
import type { Listing } from "../listing.ts"
import { withoutEmpty } from "../without-empty.ts"
import { MEDIA_TYPES } from "./media-types.ts"

/** Those that are data, with their entry in the EU's list of file types. */
const DISTRIBUTED: [FeedFormat, string][] = [
  ["csv", "CSV"],
  ["jsonld", "JSON_LD"],
  ["geojson", "GEOJSON"],
  ["xml", "XML"],
  ["ics", "ICS"],
]
const OF_INTERVIEWS = new Set<FeedFormat>(["csv", "jsonld", "xml"])

const AUTHORITY = "http://publications.europa.eu/resource/authority"

/** The entry of the site in catalogues of open data: DCAT (DCAT-AP 3), a dataset for each calendar. */
export function dcat(listing: Listing, calendars: readonly Calendar[]): string {
  const { description, language, licence, name, origin, publisher, source, updatedAt } = listing
  const licenceIri = licence && (licence.url ?? licence.id)
  const organisation: JsonObject = { "@id": `${origin}/`, "@type": "foaf:Agent", "foaf:name": publisher }
  const distribution = (page: string, [format, fileType]: [FeedFormat, string]): JsonObject => {
    const address = absolute(origin, paths.feed(page, format))
    const [mediaType] = MEDIA_TYPES[format].split(";")
    return {
      "@id": address,
      "@type": "dcat:Distribution",
      "dct:title": `.${format}`,
      "dcat:accessURL": { "@id": address },
      "dcat:downloadURL": { "@id": address },
      "dcat:mediaType": { "@id": `https://www.iana.org/assignments/media-types/${mediaType}` },
      "dct:format": { "@id": `${AUTHORITY}/file-type/${fileType}` },
      "dct:license": licence?.url ? { "@id": licence.url } : licenceIri,
    }
  }
  const dataset = (calendar: Calendar): JsonObject => {
    const page = paths.calendarPage(calendar.handle)
    const formats =
      calendar.calendarKind === "interviews" ? DISTRIBUTED.filter(([format]) => OF_INTERVIEWS.has(format)) : DISTRIBUTED
    return {
      "@id": absolute(origin, page),
      "@type": "dcat:Dataset",
      "dct:title": inLanguage(calendar.name, calendar.language),
      "dct:description": inLanguage(calendar.summary || calendar.name, calendar.language),
      "dct:publisher": { "@id": `${origin}/` },
      "dct:language": languageOf(calendar.language),
      "dct:license": licence?.url ? { "@id": licence.url } : licenceIri,
      "dct:accrualPeriodicity": { "@id": `${AUTHORITY}/frequency/CONT` },
      "dcat:landingPage": { "@id": absolute(origin, page) },
      "dct:conformsTo": { "@id": absolute(origin, paths.openData()) },
      "dcat:distribution": formats.map(format => distribution(page, format)),
    }
  }
  return JSON.stringify(
    {
      "@context": {
        dcat: "http://www.w3.org/ns/dcat#",
        dct: "http://purl.org/dc/terms/",
        foaf: "http://xmlns.com/foaf/0.1/",
        xsd: "http://www.w3.org/2001/XMLSchema#",
      },
      "@id": source,
      "@type": "dcat:Catalog",
      "dct:title": inLanguage(name, language),
      "dct:description": inLanguage(description || name, language),
      "dct:publisher": organisation,
      "dct:language": languageOf(language),
      "dct:license": licence?.url ? { "@id": licence.url } : licenceIri,
      "dct:modified": { "@value": isoSeconds(updatedAt), "@type": "xsd:dateTime" },
      "foaf:homepage": { "@id": `${origin}/` },
      "dcat:dataset": calendars.map(dataset),
    },
    withoutEmpty,
  )
}

const inLanguage = (text: string, language: string): JsonObject => ({ "@value": text, "@language": language })

/** The EU's list has three-letter codes; of other languages nothing is said. */
function languageOf(language: string): JsonObject | null {
  const code = { fr: "FRA", en: "ENG" }[language.toLowerCase().split("-")[0]!]
  return code ? { "@id": `${AUTHORITY}/language/${code}` } : null
}
