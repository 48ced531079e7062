import type { Db } from "../store/db.ts"
import { multistatus, type Told } from "./multistatus.ts"
import { type Asked, askedOf, told } from "./properties.ts"
import { Refusal } from "./refusal.ts"
import type { Element } from "./request-xml.ts"
import { membersOf, type Resource } from "./resources.ts"

/** RFC 4918, 9.1: properties of a resource and, at depth 1, of what it holds. No body asks for all. */
export async function propfind(
  { db, origin, minimal }: { db: Db; origin: string; minimal: boolean },
  resource: Resource,
  depth: 0 | 1,
  request: Element | null,
): Promise<string> {
  if (request && request.name !== "D:propfind") throw new Refusal(400, "the body is not a propfind")
  const asked: Asked = request ? askedOf(request) : { names: [], all: true }
  const { members, cut } = depth === 1 ? await membersOf(db, resource) : { members: [], cut: false }
  const all: Told[] = [resource, ...members].map(one => told(one, asked, origin))
  if (cut) all.push({ href: resource.href, status: 507 })
  return multistatus(all, { minimal })
}
