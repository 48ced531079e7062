import type { Wire } from "../../src/actions/site.ts"
import type { Db } from "../../src/store/db.ts"

/** What every answer is made from. */
export interface Serving {
  db: Db
  /** every id and link starts with it, whatever the request's Host says */
  origin: string
  now(): Date
  /** renders what nobody was sent when somebody asks for it */
  wire: Pick<Wire, "activity">
}

export const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
const WHOLE_UUID = new RegExp(`^${UUID}$`)
export const isUuid = (text: string | undefined): text is string => text !== undefined && WHOLE_UUID.test(text)
