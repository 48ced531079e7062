import { createHash, randomBytes } from "node:crypto"

const INVITATION_MS = 7 * 24 * 3600 * 1000

/** The secret of an invitation's link. Only its digest is stored, so it cannot be shown again. */
export const newSecret = (): string => randomBytes(32).toString("base64url")

/** SHA-256 in hex. */
export const digestOf = (secret: string): string => createHash("sha256").update(secret).digest("hex")

/** An invitation can be used for seven days. */
export const endOfInvitation = (now: Date): Date => new Date(now.getTime() + INVITATION_MS)
