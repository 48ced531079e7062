import { type KeyObject, sign } from "node:crypto"
import { promisify } from "node:util"
import { absolute, paths } from "../../src/domain/paths.ts"
import { readInstance } from "../../src/store/actors.ts"
import type { Db } from "../../src/store/db.ts"
import { type Keyring, rsaKeyId } from "../signatures/keys.ts"
import type { LoadDocument } from "./directory.ts"

type Headers = (url: URL) => Promise<Record<string, string>>

export interface SignedLoading {
  db: Db
  /** ORIGIN */
  origin: string
  /** opens the instance's private key */
  keyring: Pick<Keyring, "readKeys">
  /** the guarded way out, as it is */
  plain: LoadDocument
  /** the same with these headers at each hop */
  withHeaders(headers: Headers): LoadDocument
}

/** Mastodon in secure mode answers 401, others 403; GoToSocial wants to know who asks for whatever it has. */
const WHO_ASKS = new Set([401, 403])

/**
 * Loads documents, signed by the instance when their server wants to know who asks. Only then: our own actor is served to
 * anybody, so that two servers that both ask who asks do not wait for each other.
 */
export function createSignedLoader({ db, origin, keyring, plain, withHeaders }: SignedLoading): LoadDocument {
  const signed = withHeaders(async url => {
    const instance = await readInstance(db)
    const { rsa } = await keyring.readKeys(db, instance.id)
    return signedGet(url, rsaKeyId(absolute(origin, paths.actor(instance.handle))), rsa, new Date())
  })
  return async (address, options) => {
    try {
      return await plain(address, options)
    } catch (error) {
      if (!WHO_ASKS.has((error as { status?: number | null }).status ?? 0)) throw error
      return signed(address, options)
    }
  }
}

const rsaSha256 = promisify(sign) as (algorithm: string, data: Buffer, key: KeyObject) => Promise<Buffer>

/** draft-cavage-http-signatures-12, which every server with such a demand reads. */
async function signedGet(url: URL, keyId: string, key: KeyObject, date: Date): Promise<Record<string, string>> {
  const when = date.toUTCString()
  const text = `(request-target): get ${url.pathname}${url.search}\nhost: ${url.host}\ndate: ${when}`
  const signature = (await rsaSha256("RSA-SHA256", Buffer.from(text), key)).toString("base64")
  return {
    date: when,
    signature: `keyId="${keyId}",algorithm="rsa-sha256",headers="(request-target) host date",signature="${signature}"`,
  }
}
