/** A document from another server that cannot be used, however often it is tried. */
export class UnreadableError extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = "UnreadableError"
  }
}
