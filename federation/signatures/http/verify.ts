import { verifyRequest } from "@fedify/fedify/sig"
import { CryptographicKey } from "@fedify/fedify/vocab"
import { type ActorDocument, findKey } from "../../vocab/reading/actor.ts"
import type { PublicKeyCache } from "../public-key-cache.ts"
import type { HttpSignature } from "./message.ts"

/** A received request with its signature. */
export interface SignedRequest {
  /** ORIGIN and path: a request signed for another host, or for a proxy's inner name, does not verify */
  url: URL
  headers: Headers
  /** null for a GET */
  body: Uint8Array<ArrayBuffer> | null
  signature: HttpSignature
}

const FEDIFY_SPECS = { cavage: "draft-cavage-http-signatures-12", rfc9421: "rfc9421" } as const

/** Whether the request was signed with the key that its signature names, and the actor's own document lists that key. */
export async function isSignedBy(
  publicKeys: PublicKeyCache,
  actor: ActorDocument,
  { url, headers, body, signature }: SignedRequest,
): Promise<boolean> {
  const listed = findKey(actor, signature.keyId)
  const opened = listed && publicKeys.open(listed)
  if (!listed || !opened) return false
  const key = new CryptographicKey({ id: new URL(listed.id), publicKey: await opened.webCrypto() })
  const signedHeaders = new Headers(headers)
  signedHeaders.set("host", url.host)
  for (const [name, value] of Object.entries(signature.headers)) signedHeaders.set(name, value)
  try {
    const verified = await verifyRequest(
      new Request(url, { method: body === null ? "GET" : "POST", headers: signedHeaders, body }),
      {
        spec: FEDIFY_SPECS[signature.scheme],
        // the times were checked when the signature was read
        timeWindow: false,
        keyCache: { get: async () => key, set: async () => {} },
        documentLoader: async address => {
          throw new Error(`${address} is not loaded: the key is given`)
        },
      },
    )
    return verified !== null
  } catch {
    // a signature that is not base64, or a key of another kind than the algorithm
    return false
  }
}
