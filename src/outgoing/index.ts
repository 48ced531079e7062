import type { Dispatcher } from "undici"
import { isPublicAddress } from "./addresses.ts"
import { GuardedDispatcher, guardedConnector } from "./dispatcher.ts"
import { CONTEXT_TYPES, createDocumentLoader, type DocumentLoader } from "./documents.ts"
import { checkUrl, createGuardedFetch, type GuardedFetch } from "./fetch.ts"
import { createResolve, type Resolve } from "./resolve.ts"

export { createDocumentLoader, type DocumentLoader, type RemoteDocument } from "./documents.ts"
export { OutgoingError, type OutgoingErrorCode } from "./error.ts"
export type { Fetched, FetchOptions, GuardedFetch } from "./fetch.ts"

/** The one way out of this server: whatever is asked of others (delivery, key, object, import, image) goes through it. */
export interface Outgoing {
  userAgent: string
  /** undici's, with the guard at connect time and no redirects; `checkUrl` first */
  dispatcher: Dispatcher
  /** @throws {OutgoingError} `url` for what must never be asked */
  checkUrl(address: string | URL): URL
  guardedFetch: GuardedFetch
  /** of objects and actors, in Fedify's shape */
  documentLoader: DocumentLoader
  /** of JSON-LD contexts that are not preloaded: plain JSON passes too */
  contextLoader: DocumentLoader
  /** ends every connection; what is still in flight fails */
  close(): Promise<void>
}

export interface OutgoingOptions {
  /** tests and private networks only */
  allowPrivateAddresses: boolean
  /** such as `Beffroi/0.1 (+https://agenda.example)` */
  userAgent: string
  /** names to addresses; default: the hosts file, then DNS */
  resolve?: Resolve
  /** which addresses may be asked; default: public ones, or with `allowPrivateAddresses` all */
  isAllowed?: (address: string) => boolean
}

export function createOutgoing({
  allowPrivateAddresses,
  userAgent,
  resolve = createResolve(),
  isAllowed = allowPrivateAddresses ? () => true : isPublicAddress,
}: OutgoingOptions): Outgoing {
  const dispatcher = new GuardedDispatcher(guardedConnector(resolve, isAllowed))
  const guardedFetch = createGuardedFetch(dispatcher, { userAgent, isAllowed })
  return {
    userAgent,
    dispatcher,
    checkUrl: address => checkUrl(address, isAllowed),
    guardedFetch,
    documentLoader: createDocumentLoader(guardedFetch),
    contextLoader: createDocumentLoader(guardedFetch, { mediaTypes: CONTEXT_TYPES }),
    close: () => dispatcher.destroy(),
  }
}
