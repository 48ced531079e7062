import { isUtf8 } from "node:buffer"
import type { SourceContents } from "../actions/sources/entry.ts"
import { EntryError, type ImportContext } from "./context.ts"
import { readCsv } from "./csv.ts"
import { readScheduleJson, readScheduleXml } from "./frab.ts"
import { readCalendarFile } from "./ical/calendar.ts"
import { object } from "./json.ts"
import { readOpenAgenda } from "./open-agenda.ts"
import { readJsonLd, readPage } from "./schema-org.ts"

/**
 * Reads a source in whatever form it comes: iCalendar, CSV, OpenAgenda's JSON, a page with schema.org, a conference's schedule. Its
 * first bytes tell; names and media types of files are too often wrong.
 * @throws {EntryError} when it is none of these
 */
export async function read(bytes: Buffer, context: ImportContext, signal?: AbortSignal): Promise<SourceContents> {
  if (bytes.length === 0) throw new EntryError("it is empty")
  const begin = bytes
    .subarray(0, 4096)
    .toString("latin1")
    .replace(/^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, "")
    .replaceAll("\0", "")
    .trimStart()
  if (/^BEGIN\s*:/i.test(begin) || /^BEGIN:VCALENDAR/im.test(begin)) return readCalendarFile(bytes, context, signal)
  const text = textOf(bytes)
  if (/^[[{]/.test(begin)) return readJson(text, context, signal)
  if (/^<\?xml|^<schedule/i.test(begin) && /<schedule[\s>/]/i.test(begin)) return readScheduleXml(text, context, signal)
  if (begin.startsWith("<")) return readPage(text, context, signal)
  return readCsv(text, context, signal)
}

function readJson(text: string, context: ImportContext, signal?: AbortSignal): Promise<SourceContents> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new EntryError(`it is no JSON: ${(error as Error).message.slice(0, 200)}`)
  }
  const { schedule, events } = object(json)
  if (schedule) return readScheduleJson(object(schedule), context, signal)
  const [first] = Array.isArray(events) ? events : []
  if (first && "timings" in object(first)) return readOpenAgenda(object(json), context, signal)
  return readJsonLd(json, context, signal)
}

const textOf = (bytes: Buffer): string =>
  isUtf8(bytes) ? bytes.toString("utf8").replace(/^\ufeff/, "") : new TextDecoder("windows-1252").decode(bytes)
