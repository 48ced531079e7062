import { createDocumentLoader, type DocumentLoader, type Outgoing } from "../../src/outgoing/index.ts"
import { readInstance } from "../../src/store/actors.ts"
import type { Db } from "../../src/store/db.ts"
import { signedHeaders } from "../signatures/http/sign.ts"
import type { Signers } from "../signatures/signers.ts"

export interface SignedLoaderOptions {
  db: Db
  signers: Signers
  outgoing: Pick<Outgoing, "documentLoader" | "guardedFetch">
}

/** Statuses of a server that requires signed GET requests: Mastodon in secure mode answers 401, others 403, GoToSocial always does. */
const SIGNATURE_REQUIRED = new Set([401, 403])

/**
 * Loads documents of other servers, and loads them again signed by the instance actor (draft-cavage, which every server that
 * requires signatures verifies) after a 401 or 403. Not signed at first: our own actors are served without a signature, so that two servers
 * that both require one do not wait for each other's keys.
 */
export function createSignedLoader({ db, signers, outgoing }: SignedLoaderOptions): DocumentLoader {
  const signed = createDocumentLoader(outgoing.guardedFetch, {
    headers: async url => {
      const signer = await signers((await readInstance(db)).id)
      return signedHeaders("cavage", signer, { method: "GET", url, date: new Date() })
    },
  })
  return async (address, options) => {
    try {
      return await outgoing.documentLoader(address, options)
    } catch (error) {
      if (!SIGNATURE_REQUIRED.has((error as { status?: number | null }).status ?? 0)) throw error
      return signed(address, options)
    }
  }
}
