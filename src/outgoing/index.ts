import type { Dispatcher } from "undici"
import { isPublicAddress } from "./addresses.ts"
import { GuardedDispatcher, guardedConnector } from "./dispatcher.ts"
import { CONTEXT_TYPES, createDocumentLoader, type DocumentLoader } from "./documents.ts"
import { checkUrl, createGuardedFetch, type GuardedFetch } from "./fetch.ts"
import { createResolve, type Resolve } from "./resolve.ts"

export { createDocumentLoader, type DocumentLoader, type RemoteDocument } from "./documents.ts"
export { OutgoingError, type OutgoingErrorCode } from "./error.ts"
export type { Fetched, FetchOptions, GuardedFetch } from "./fetch.ts"

/** All HTTP requests of this server go through it: deliveries, keys, objects, imports, images. */
export interface Outgoing {
  userAgent: string
  /** of undici; checks addresses when connecting and follows no redirects. Call `checkUrl` before a request */
  dispatcher: Dispatcher
  /** @throws {OutgoingError} `url` for an address that must not be requested */
  checkUrl(address: string | URL): URL
  guardedFetch: GuardedFetch
  /** loads objects and actors, in Fedify's shape */
  documentLoader: DocumentLoader
  /** loads JSON-LD contexts that are not built in: also plain JSON */
  contextLoader: DocumentLoader
  /** closes all connections; requests in progress fail */
  close(): Promise<void>
}

export interface OutgoingOptions {
  /** for tests and private networks */
  allowPrivateAddresses: boolean
  /** such as `Beffroi/0.1 (+https://agenda.example)` */
  userAgent: string
  /** resolves names to addresses; default: the hosts file, then DNS */
  resolve?: Resolve
  /** which IP addresses may be connected to; default: public ones, with `allowPrivateAddresses` all */
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
