/** Sources of regular expressions without groups or anchors, for what stands in addresses. */

export const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
/** Handles become addresses, ids and file names: `@agenda@communs.example`. */
export const HANDLE = "[a-z0-9][a-z0-9_]{0,29}"
/** What may stand where an address has a slug; see `isSlug` for what is one. */
export const SLUG = "[a-z0-9-]{1,80}"

const whole = (source: string): RegExp => new RegExp(`^(?:${source})$`)
const [UUID_ALONE, HANDLE_ALONE, SLUG_ALONE] = [whole(UUID), whole(HANDLE), whole(SLUG)]
const WORDS = /^[a-z0-9]+(?:-[a-z0-9]+)*$/

export const isUuid = (text: string | undefined): text is string => text !== undefined && UUID_ALONE.test(text)
export const isHandle = (text: string): boolean => HANDLE_ALONE.test(text)
/** Slugs are words joined by hyphens. */
export const isSlug = (text: string): boolean => SLUG_ALONE.test(text) && WORDS.test(text)
