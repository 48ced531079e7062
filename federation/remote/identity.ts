import { idOf } from "../vocab/reading/ids.ts"

/** Whether two IRIs are the same once normalised: an address can be written in more than one way. */
export const isSameId = (a: string, b: string): boolean => a === b || URL.parse(a)?.href === URL.parse(b)?.href

/** Whether this is an actor's Delete of itself. Its key is gone with it: its own server answers 404 or 410. */
export const deletesItself = ({ type, actor, object }: { type: string; actor: string; object: unknown }): boolean => {
  const id = idOf(object)
  return type === "Delete" && id !== null && isSameId(id, actor)
}
