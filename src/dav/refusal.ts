import type { Xml } from "../feeds/xml.ts"

type Status = 400 | 403 | 404 | 412 | 413 | 415 | 501

/** What is not answered, and why: in words and, where a specification names the condition, as the element that clients know. */
export class Refusal extends Error {
  readonly status: Status
  readonly condition: Xml

  constructor(status: Status, message: string, condition: Xml = {}) {
    super(message)
    this.name = "Refusal"
    this.status = status
    this.condition = condition
  }
}

export const notFound = (): Refusal => new Refusal(404, "There is nothing here")
