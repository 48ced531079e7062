import { sameServer } from "../../src/domain/hosts.ts"
import { isObject, type JsonObject } from "../../src/domain/json.ts"
import type { DocumentLoader } from "../../src/outgoing/index.ts"
import { PermanentError } from "./failure.ts"
import { problemOfText } from "./json-bounds.ts"

/**
 * An object as its own host serves it: a redirect must not lead to another server.
 * @throws {PermanentError} when the document is not an object, too large in depth or members, or served by another host
 * @throws what the loader throws
 */
export async function loadObject(load: DocumentLoader, id: string): Promise<JsonObject> {
  const { document, documentUrl } = await load(id)
  if (!isObject(document)) throw new PermanentError(`${id}: is not an object`)
  const reason = problemOfText(textOf(document))
  if (reason) throw new PermanentError(`${id}: ${reason}`)
  if (!sameServer(documentUrl || id, id)) throw new PermanentError(`${id}: is answered by another host`)
  return document
}

function textOf(document: JsonObject): string {
  try {
    return JSON.stringify(document)
  } catch {
    // nested so deeply that the stack overflows
    throw new PermanentError("is nested too deeply")
  }
}
