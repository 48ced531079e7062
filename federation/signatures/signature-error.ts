/** A request whose HTTP signature is missing, malformed, out of date or covers too little. It is answered with 401. */
export class SignatureError extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = "SignatureError"
  }
}
