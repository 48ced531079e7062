import type { Actor } from "./calendar.ts"

/** The organisation that owns calendars; a Person on the wire, which PeerTube needs behind a Group. */
export interface Publisher extends Actor {
  kind: "publisher"
}
