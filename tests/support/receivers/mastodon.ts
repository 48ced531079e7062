import type { JsonObject } from "../../../src/domain/json.ts"
import { ACTORS, hasContext, hostOf, idOf, isActivity, isObject, isString, list, PUBLIC } from "./reading.ts"
import { type Receiver, type ReceiverOptions, startReceiver } from "./receiver.ts"

/** Native ones and those that become a title, a summary and a link. */
const POSTS = ["Note", "Question", "Image", "Audio", "Video", "Article", "Page", "Event"]
const MEDIA = /^(image\/(jpeg|png|gif|webp|avif|heic|heif)|video\/(mp4|webm|quicktime)|audio\/)/

/** What Mastodon 4.3 to 4.7 drops or shows wrong of an activity, a post or an actor; empty when it takes all of it. */
export function refuseMastodon(json: unknown): string[] {
  if (!isObject(json)) return ["not a JSON object"]
  const reasons = hasContext(json) ? [] : ["@context without ActivityStreams"]
  if (isActivity(json)) return [...reasons, ...refuseActivity(json)]
  if (isString(json.type) && ACTORS.includes(json.type)) return [...reasons, ...refuseActor(json)]
  if (json.type === "Tombstone" || json.type === "Place") return reasons
  return [...reasons, ...refusePost(json, hostOf(json.attributedTo))]
}

function refuseActivity(activity: JsonObject): string[] {
  const { actor, id, object, type } = activity
  if (!isString(id)) return ["an activity without id"]
  if (!isString(actor)) return ["actor is not one IRI"]
  const reasons: string[] = []
  if (hostOf(id) !== hostOf(actor)) reasons.push("the activity's id is on another host than its actor")
  if (type === "Create" || type === "Update") {
    if (!isObject(object)) return [...reasons, "the object is not embedded"]
    if (isString(object.type) && ACTORS.includes(object.type)) {
      if (object.id !== actor) reasons.push("an actor is updated by another")
      return [...reasons, ...refuseActor(object)]
    }
    if (list(object.attributedTo)[0] !== actor) reasons.push("attributedTo is not the actor")
    return [...reasons, ...refusePost(object, hostOf(actor))]
  }
  if (type === "Delete" && hostOf(idOf(object)) !== hostOf(actor)) reasons.push("deletes what is on another host")
  if (type === "Announce" && !idOf(object)) reasons.push("announces nothing")
  if (type === "Accept" || type === "Reject") {
    if (!isObject(object)) reasons.push("what is answered is not embedded")
    else if (idOf(object.object) !== actor) reasons.push("what is answered was not asked of the actor")
  }
  if (type === "Undo" && (!isObject(object) || idOf(object.actor) !== actor)) reasons.push("undoes another's activity")
  return reasons
}

function refusePost(post: JsonObject, host: string | null): string[] {
  const reasons: string[] = []
  if (!isString(post.type)) return ["type is not one string"]
  if (!POSTS.includes(post.type)) return [`${post.type} is not shown`]
  if (!isString(post.id) || hostOf(post.id) !== host) reasons.push("the object's id is on another host than its actor")
  if (!isString(post.url) || hostOf(post.url) !== host) reasons.push("url is on another host: dropped")
  if (!list(post.to).includes(PUBLIC)) reasons.push("not public")
  if (!isString(post.published) || Number.isNaN(Date.parse(post.published))) reasons.push("published is no date")
  if (post.updated !== undefined && !(Date.parse(String(post.updated)) > Date.parse(String(post.published)))) {
    reasons.push("updated is not after published")
  }
  const native = post.type === "Note" || post.type === "Question"
  if (native && !isString(post.content)) reasons.push("nothing to show: no content")
  if (native && post.summary !== undefined) reasons.push("summary folds the text away")
  if (!native) {
    // put into <h2> and <p> as they are
    for (const name of ["name", "summary"]) {
      if (/[<>]/.test(String(post[name] ?? ""))) reasons.push(`${name} would be read as HTML`)
    }
    if (!isString(post.name)) reasons.push("no name to show")
  }
  if (!isObject(post.contentMap) || Object.keys(post.contentMap).length !== 1) reasons.push("no language")
  for (const count of ["likes", "shares"]) {
    const collection = post[count]
    if (!isObject(collection) || typeof collection.totalItems !== "number") reasons.push(`${count} are not counted`)
  }
  if (!isObject(post.interactionPolicy) || !isObject(post.interactionPolicy.canQuote)) reasons.push("cannot be quoted")
  return [...reasons, ...list(post.tag).flatMap(refuseTag), ...list(post.attachment).flatMap(refuseAttachment)]
}

function refuseTag(tag: unknown): string[] {
  if (!isObject(tag)) return ["a tag is not an object"]
  if (tag.type !== "Hashtag") return []
  return /^#[\p{L}\p{N}\p{M}_·]+$/u.test(String(tag.name)) ? [] : [`${tag.name} is not a hashtag`]
}

function refuseAttachment(attachment: unknown): string[] {
  if (!isObject(attachment)) return ["an attachment is not an object"]
  if (attachment.url === undefined) return []
  if (!isString(attachment.url)) return ["the address of an image is not one string"]
  if (!MEDIA.test(String(attachment.mediaType))) return [`${attachment.mediaType} is not shown`]
  return isString(attachment.name) ? [] : ["an image without alternative text"]
}

function refuseActor(actor: JsonObject): string[] {
  const reasons: string[] = []
  for (const name of ["id", "inbox", "outbox", "followers", "preferredUsername"]) {
    if (!isString(actor[name])) reasons.push(`no ${name}`)
  }
  if (hostOf(actor.url) !== hostOf(actor.id)) reasons.push("url is on another host: dropped")
  const key = actor.publicKey
  if (!isObject(key)) reasons.push("publicKey is not one object")
  else {
    if (key.owner !== actor.id) reasons.push("the key is another's")
    if (!/^-----BEGIN PUBLIC KEY-----/.test(String(key.publicKeyPem))) reasons.push("the key is not PEM")
  }
  if (actor.attachment !== undefined && !Array.isArray(actor.attachment)) reasons.push("fields are not a list")
  return reasons
}

/**
 * A strict stand-in for Mastodon. It answers 202 to whatever is signed well, as the real one does, and works out
 * afterwards what to keep.
 */
export const startMastodonReceiver = (options: ReceiverOptions = {}): Promise<Receiver> =>
  startReceiver(
    {
      software: "mastodon",
      version: "4.5.2",
      schemes: ["cavage", "rfc9421"],
      actorType: "Person",
      refuse: refuseMastodon,
      statusOf: () => 202,
      badSignature: 401,
    },
    options,
  )
