import fc from "fast-check"
import { expect, test } from "vitest"
import { collection, collectionPage } from "../../../federation/serving/collection.ts"
import { withCounts } from "../../../federation/serving/counts.ts"

const json = fc.jsonValue({ maxDepth: 3 })

test("a collection of JSON texts is the printed collection of their values", () => {
  fc.assert(
    fc.property(fc.array(json), fc.boolean(), (values, ordered) => {
      const type = ordered ? "OrderedCollection" : "Collection"
      const head = { id: "https://a.example/c", type, totalItems: values.length } as const
      const text = collection({ ...head, members: values.map(value => JSON.stringify(value)) })
      const items = { [ordered ? "orderedItems" : "items"]: values }
      expect(text).toBe(JSON.stringify({ "@context": "https://www.w3.org/ns/activitystreams", ...head, ...items }))
    }),
  )
})

test("so is a page of it", () => {
  const page = { id: "https://a.example/c?page=1", partOf: "https://a.example/c", next: "https://a.example/c?page=2" }
  expect(collectionPage({ ...page, type: "OrderedCollection", members: ['{"id":"x"}', '"y"'] })).toBe(
    JSON.stringify({
      "@context": "https://www.w3.org/ns/activitystreams",
      ...page,
      type: "OrderedCollectionPage",
      orderedItems: [{ id: "x" }, "y"],
    }),
  )
})

test("counts replace the zeros of the document's own collections and nothing else", () => {
  const zero = (id: string) => ({ id, totalItems: 0, type: "Collection" })
  const document = {
    content: '"likes":{"id":"x","totalItems":0',
    likes: zero("likes"),
    object: { likes: zero("another's") },
    replies: zero("replies"),
    shares: zero("shares"),
  }
  const body = JSON.stringify(document)
  expect(withCounts({ body, likes: 3, shares: 0, replies: 12 })).toBe(
    JSON.stringify({
      ...document,
      likes: { ...zero("likes"), totalItems: 3 },
      replies: { ...zero("replies"), totalItems: 12 },
    }),
  )
  expect(withCounts({ body, likes: 0, shares: 0, replies: 0 })).toBe(body)
})
