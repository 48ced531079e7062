import type { Thing } from "../../../domain/errors.ts"
import type { ErrorSentences } from "../error-sentences.ts"

function nameOf(what: Thing, name: string | undefined): string {
  if (name === undefined) return `this ${what}`
  return what === "calendar" ? `the calendar @${name}` : `the ${what} "${name}"`
}

export const errors: ErrorSentences = {
  "invalid-fields": "some fields cannot be accepted",
  "actor-address-malformed": ({ value }) => `"${value}" is not an address such as @agenda@partner.example`,
  "actor-unusable": ({ id, cause }) => `${id} ${cause}`,
  "actor-id-differs": ({ id, actual }) => `${id} says that it is ${actual}`,
  "not-permitted": ({ action }) => `this role or token does not permit it (${action})`,
  "token-unknown": "this token is not known here",
  "token-revoked": "this token was revoked",
  "token-expired": "this token has expired",
  "token-foreign": "this token was not made here",
  "not-found": ({ what, name }) => `${nameOf(what, name)} does not exist`,
  "actor-unreadable": ({ id, cause }) => `${id} could not be read: ${cause}`,
  "host-unreachable": ({ host, cause }) => `${host} does not answer: ${cause}`,
  "account-unknown": ({ host, address, status }) => `${host} does not know ${address} (it answered ${status})`,
  "account-without-actor": ({ address }) => `${address} cannot be followed: its server names no actor`,
  deleted: ({ what }) => `this ${what} was deleted`,
  "already-published": ({ what }) => `this ${what} is published already`,
  "event-is-draft": "a draft has no followers to tell: edit or delete it",
  "event-is-cancelled": "this event is cancelled",
  "event-must-be-restored": "this event is cancelled: restore it first",
  "event-already-cancelled": "this event is cancelled already",
  "event-already-postponed": "this event is postponed already",
  "event-already-online": "this event is online already",
  "event-already-full": "this event is full already",
  "event-not-restorable": "this event is neither cancelled nor postponed",
  "source-already-added": ({ calendar }) => `"${calendar}" takes this address in already`,
  "source-busy": "this source is being read right now",
  "delivery-not-dead": ({ state }) => `this delivery is ${state}, not dead`,
  "body-too-large": "the body must not exceed 1 MB",
}
