import { AS2 } from "../../src/http/negotiation.ts"

type Ordered = "OrderedCollection" | "Collection"

/** Members as JSON texts: stored bytes go into the answer as they are. */
function withMembers(head: Record<string, unknown>, ordered: boolean, members: readonly string[]): string {
  const list = `"${ordered ? "orderedItems" : "items"}":[${members.join(",")}]`
  return `${JSON.stringify(head).slice(0, -1)},${list}}`
}

export interface CollectionHead {
  id: string
  type: Ordered
  totalItems: number
  /** address of the first page; a collection has this, its members, or (where they are nobody's business) neither */
  first?: string
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
  type: Ordered
  partOf: string
  next?: string | undefined
  prev?: string | undefined
  members: readonly string[]
}

/** The JSON text of one of its pages. */
export const collectionPage = ({ members, type, ...head }: CollectionPage): string =>
  withMembers({ "@context": AS2, ...head, type: `${type}Page` }, type === "OrderedCollection", members)
