import type { DocumentLoader, Outgoing } from "../src/outgoing/index.ts"
import type { Db } from "../src/store/db.ts"
import { createPayloads, type Payloads } from "./delivery/payload.ts"
import { createDialects, type InDialect } from "./remote/dialects.ts"
import { createDirectory, type Directory } from "./remote/directory.ts"
import { createSignedLoader } from "./remote/signed-loader.ts"
import type { Keyring } from "./signatures/keyring.ts"
import { createPublicKeyCache, type PublicKeyCache } from "./signatures/public-key-cache.ts"
import { createSigners, type Signers } from "./signatures/signers.ts"

export interface FederationOptions {
  db: Db
  /** ORIGIN */
  origin: string
  now(): Date
  keyring: Keyring
  outgoing: Pick<Outgoing, "documentLoader" | "guardedFetch">
}

/**
 * The parts of the federation code that hold a cache. Each exists once per process, whether that is a web process, a worker or
 * both: a remote actor that the worker forgets is forgotten by the inboxes of the same process as well.
 */
export interface FederationParts {
  /** remote actors; its entries are stored for a day and held in memory for a minute */
  directory: Directory
  /** the opened public keys of remote actors */
  publicKeys: PublicKeyCache
  /** loads documents of other servers, signed where they require it */
  load: DocumentLoader
  /** who signs requests for our actors */
  signers: Signers
  inDialect: InDialect
  /** the bytes of activities under delivery */
  payloads: Payloads
}

export function createFederation({ db, origin, now, keyring, outgoing }: FederationOptions): FederationParts {
  const signers = createSigners(db, origin, keyring)
  const load = createSignedLoader({ db, signers, outgoing })
  const inDialect = createDialects(origin, keyring)
  return {
    directory: createDirectory({ db, load, now }),
    publicKeys: createPublicKeyCache(),
    load,
    signers,
    inDialect,
    payloads: createPayloads(inDialect),
  }
}
