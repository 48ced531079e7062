import { expect } from "vitest"
import { type Answer, ORIGIN } from "./site.ts"

/** A collection page as it was sent. */
export interface Page {
  id: string
  type: string
  next?: string
  prev?: string
  // biome-ignore lint/suspicious/noExplicitAny: whatever JSON the server sent
  members: any[]
}

/** Every page of a collection, from `first` along `next`; an end is given to what would never end. */
export async function walk(ask: (path: string) => Promise<Answer>, path: string) {
  const head = (await ask(path)).json
  const pages: Page[] = []
  for (let next: string | undefined = head.first; next !== undefined && pages.length < 50; ) {
    expect(next.startsWith(`${ORIGIN}${path}?page=`)).toBe(true)
    const { status, json } = await ask(next.slice(ORIGIN.length))
    expect([status, json.id, json.partOf, json.type]).toEqual([200, next, ORIGIN + path, `${head.type}Page`])
    pages.push({ ...json, members: json.orderedItems ?? json.items })
    next = json.next
  }
  return { head, pages, members: pages.flatMap(page => page.members) }
}

/** Each page names the one before; while more is published in between, another stands there. */
export const expectWayBack = (pages: Page[]): void =>
  expect(pages.map(page => page.prev)).toEqual([undefined, ...pages.slice(0, -1).map(page => page.id)])
