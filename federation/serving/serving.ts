import type { Wire } from "../../src/actions/site.ts"
import type { Db } from "../../src/store/db.ts"

/** What all answers are made from. */
export interface Serving {
  db: Db
  /** ORIGIN: every id and link starts with it, whatever the Host header of the request is */
  origin: string
  now(): Date
  /** renders activities that were not sent to anybody when they are requested */
  wire: Pick<Wire, "activity">
}
