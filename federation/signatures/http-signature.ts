import { verifyRequest } from "@fedify/fedify/sig"
import { CryptographicKey } from "@fedify/fedify/vocab"
import type { ListedKey } from "../vocab/reading/actor.ts"
import { cryptoKey, openKey } from "./public-key.ts"
import type { Signature } from "./signature.ts"

/** A request as it was signed. */
export interface SignedRequest {
  /** ORIGIN and path: a request signed for another host, or through a proxy's inner name, is none of ours */
  url: URL
  headers: Headers
  /** of a POST; null: a GET */
  body: Uint8Array<ArrayBuffer> | null
  signature: Signature
}

/** Whether the request was signed with this key. */
export async function isSignedWith(
  { url, headers, body, signature }: SignedRequest,
  listed: ListedKey,
): Promise<boolean> {
  const opened = openKey(listed)
  if (!opened) return false
  const publicKey = await cryptoKey(opened)
  const key = new CryptographicKey({ id: new URL(listed.id), publicKey })
  const read = new Headers(headers)
  read.set("host", url.host)
  for (const [name, value] of Object.entries(signature.headers)) read.set(name, value)
  try {
    const verified = await verifyRequest(
      new Request(url, { method: body === null ? "GET" : "POST", headers: read, body }),
      {
        spec: signature.spec,
        // times were checked, by our clock
        timeWindow: false,
        keyCache: { get: async () => key, set: async () => {} },
        documentLoader: async address => {
          throw new Error(`${address} is not asked for: the key is known`)
        },
      },
    )
    return verified !== null
  } catch {
    // a signature that is no base64, a key of another kind than the algorithm
    return false
  }
}
