import { AS2 } from "../../src/http/negotiation.ts"

/**
 * Collections as JSON texts. Their members are JSON texts already (the stored bytes of events, signed activities) and are joined as they
 * are: the first page of an outbox has up to 220 activities of 10 kB, which would otherwise be parsed and printed for each request
 * (`npm run bench -- serving`). A test holds that the result is what printing the whole would give.
 */
type CollectionType = "OrderedCollection" | "Collection"

function withMembers(head: Record<string, unknown>, ordered: boolean, members: readonly string[]): string {
  const list = `"${ordered ? "orderedItems" : "items"}":[${members.join(",")}]`
  return `${JSON.stringify(head).slice(0, -1)},${list}}`
}

export interface CollectionHead {
  id: string
  type: CollectionType
  totalItems: number
  /** address of the first page; a collection has this, its members, or neither (where they are not disclosed) */
  first?: string
  /** JSON texts */
  members?: readonly string[]
  attributedTo?: string
  context?: unknown
}

/** The JSON text of a collection. */
export function collection({ context = AS2, members, ...head }: CollectionHead): string {
  const document = { "@context": context, ...head }
  return members ? withMembers(document, head.type === "OrderedCollection", members) : JSON.stringify(document)
}

export interface CollectionPage {
  id: string
  type: CollectionType
  partOf: string
  next?: string | undefined
  prev?: string | undefined
  /** JSON texts */
  members: readonly string[]
}

/** The JSON text of a page of a collection. */
export const collectionPage = ({ members, type, ...head }: CollectionPage): string =>
  withMembers({ "@context": AS2, ...head, type: `${type}Page` }, type === "OrderedCollection", members)
