/**
 * What a software does not take, seen on running servers, or takes more of (FEDERATION.md). A host's software is learnt from its
 * NodeInfo. Variants are other bytes of the same activity.
 */
export type Variant = "" | "gancio" | "gancio-instance" | "mobilizon"

/**
 * Softwares (NodeInfo names) that must not be sent this. Gancio hangs for 120 s on a Note or an actor's Update, answers 404 to
 * an Article or an Announce and 500 to the Delete of a bare IRI: it is sent Events and Follow, Accept, Undo only.
 * @param object type of the activity's object, or null when it is a bare IRI
 */
export function refusedBy(activity: string, object: string | null): string[] {
  const handshake = activity === "Follow" || activity === "Accept" || activity === "Reject" || activity === "Undo"
  return handshake || object === "Event" ? [] : ["gancio"]
}
