import type { Xml } from "../feeds/xml.ts"

type DavStatus = 400 | 403 | 404 | 412 | 413 | 415 | 501

/** A request that is refused: the reason in words and, where a specification names the condition, the element that clients read. */
export class DavError extends Error {
  readonly status: DavStatus
  readonly condition: Xml

  constructor(status: DavStatus, message: string, condition: Xml = {}) {
    super(message)
    this.name = "DavError"
    this.status = status
    this.condition = condition
  }
}

export const notFound = (): DavError => new DavError(404, "There is nothing here")
