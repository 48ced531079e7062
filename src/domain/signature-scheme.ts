/** How a request is signed: `cavage` is draft-cavage-http-signatures-12, `rfc9421` is HTTP Message Signatures. */
export type SignatureScheme = "cavage" | "rfc9421"
