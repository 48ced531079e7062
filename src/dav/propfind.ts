import type { Db } from "../store/db.ts"
import type { XmlElement } from "../text/xml.ts"
import { DavError } from "./error.ts"
import { type MemberResponse, multistatus } from "./multistatus.ts"
import { type PropertyRequest, propertyRequestOf, responseOf } from "./properties.ts"
import { membersOf, type Resource } from "./resources.ts"

/** RFC 4918 §9.1: properties of a resource and, at depth 1, of its members. No body asks for all. */
export async function propfind(
  { db, origin, minimal }: { db: Db; origin: string; minimal: boolean },
  resource: Resource,
  depth: 0 | 1,
  request: XmlElement | null,
): Promise<string> {
  if (request && request.name !== "D:propfind") throw new DavError(400, "the body is not a propfind")
  const properties: PropertyRequest = request ? propertyRequestOf(request) : { names: [], all: true }
  const { members, cut } = depth === 1 ? await membersOf(db, resource) : { members: [], cut: false }
  const responses: MemberResponse[] = [resource, ...members].map(one => responseOf(one, properties, origin))
  if (cut) responses.push({ href: resource.href, status: 507 })
  return multistatus(responses, { minimal })
}
