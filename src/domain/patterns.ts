/** Sources of regular expressions without groups or anchors, for what stands in addresses. */

export const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
/** Handles become addresses, ids and file names: `@agenda@communs.example`. */
export const HANDLE = "[a-z0-9][a-z0-9_]{0,29}"
/** Slugs are the last part of a page's address. */
export const SLUG = "[a-z0-9]+(?:-[a-z0-9]+)*"
const LONGEST_SLUG = 80

const whole = (source: string): RegExp => new RegExp(`^(?:${source})$`)
const [UUID_ALONE, HANDLE_ALONE, SLUG_ALONE] = [whole(UUID), whole(HANDLE), whole(SLUG)]

export const isUuid = (text: string | undefined): text is string => text !== undefined && UUID_ALONE.test(text)
export const isHandle = (text: string): boolean => HANDLE_ALONE.test(text)
export const isSlug = (text: string): boolean => text.length <= LONGEST_SLUG && SLUG_ALONE.test(text)
