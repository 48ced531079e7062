import { CONTEXT, NAMING_CONTEXT } from "../../../federation/vocab/writing/context.ts"
import type { JsonObject } from "../../../src/domain/json.ts"
import { ACTORS, hostOf, isActivity, isObject, isString, list, PUBLIC, walk } from "./reading.ts"

/** One line of the wire profile's table (FEDERATION.md), as a check: what breaks it, in words. */
export interface Rule {
  rule: string
  breaches(json: JsonObject): string[]
}

const TAGS = new Set(["p", "br", "a", "strong", "em", "ul", "ol", "li", "blockquote", "code", "pre"])
const LOCAL_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/

/** The object of an activity, or the object itself. */
const post = (json: JsonObject): JsonObject => (isActivity(json) && isObject(json.object) ? json.object : json)

const POSTS = ["Event", "Article", "Note", "Video"]
const isPost = (json: JsonObject): boolean => POSTS.includes(String(post(json).type))
const isEvent = (json: JsonObject): boolean => post(json).type === "Event"
const onPost = (check: (json: JsonObject) => string[]) => (json: JsonObject) => (isPost(json) ? check(post(json)) : [])
const onEvent = (check: (json: JsonObject) => string[]) => (json: JsonObject) =>
  isEvent(json) ? check(post(json)) : []
const when = (wrong: boolean, words: string): string[] => (wrong ? [words] : [])

const contextOf = (json: JsonObject) => (isActivity(json) && isString(json.object) ? NAMING_CONTEXT : CONTEXT)

export const RULES: Rule[] = [
  {
    rule: "one @context: ActivityStreams, security/v1, our terms inline",
    breaches: json => [
      ...when(JSON.stringify(json["@context"]) !== JSON.stringify(contextOf(json)), "another @context"),
      ...[...walk(json)]
        .filter(({ key, path }) => key === "@context" && path !== "@context" && path !== "proof.@context")
        .map(({ path }) => `${path} inside`),
    ],
  },
  {
    rule: "to, cc, tag, attachment are always lists",
    breaches: json => [
      ...[...walk(json)]
        .filter(({ key }) => ["to", "cc", "tag", "attachment"].includes(key))
        .filter(({ value }) => !Array.isArray(value))
        .map(({ path }) => `${path} is no list`),
      ...when(isActivity(json) && (!json.to || !json.cc), "an activity without to or cc"),
      ...onPost(({ to, cc, attachment }) => when(!to || !cc || !attachment, "to, cc or attachment is missing"))(json),
    ],
  },
  {
    rule: "Public is the full IRI",
    breaches: json =>
      [...walk(json)]
        .filter(({ value }) => isString(value) && /^(as:)?Public$/.test(value))
        .map(({ path }) => `${path} abbreviates Public`),
  },
  {
    rule: "actor, attributedTo, url are one string each, on the id's host; actor is attributedTo",
    breaches: json => {
      const object = post(json)
      const group = object.type === "Group"
      const single = ["actor", "url", ...(group ? [] : ["attributedTo"])]
      return [
        ...single
          .filter(name => object[name] !== undefined && !isString(object[name]))
          .map(name => `${name} is no string`),
        ...single
          .filter(name => isString(object[name]) && hostOf(object[name]) !== hostOf(object.id))
          .map(name => `${name} is on another host`),
        ...when(isPost(json) && object.attributedTo === undefined, "nobody's"),
        ...when(object.actor !== undefined && isPost(json) && object.actor !== object.attributedTo, "two authors"),
        ...when(isActivity(json) && isPost(json) && json.actor !== object.attributedTo, "the actor is not the author"),
        ...when(isActivity(json) && hostOf(json.id) !== hostOf(json.actor), "the activity's id is on another host"),
      ]
    },
  },
  {
    rule: "never null",
    breaches: json => [...walk(json)].filter(({ value }) => value == null).map(({ path }) => `${path} is null`),
  },
  {
    rule: "type is one string",
    breaches: json =>
      [...walk(json)]
        .filter(({ key, path, value }) => key === "type" && !path.includes("@context") && !isString(value))
        .map(({ path }) => `${path} is no string`),
  },
  {
    rule: "name: plain, 3 to 200 characters",
    breaches: json => {
      const object = post(json)
      if (object.type !== "Event" && object.type !== "Article") return []
      const length = [...String(object.name ?? "")].length
      return [
        ...when(length < 3 || length > 200, `name has ${length} characters`),
        ...when(/[<>\n]/.test(String(object.name)), "name is not plain"),
      ]
    },
  },
  {
    rule: "summary: plain, at most 500 characters; none on a Note",
    breaches: onPost(({ summary, type }) => [
      ...when(type === "Note" && summary !== undefined, "summary folds a Note away"),
      ...when(type === "Event" && !isString(summary), "no summary"),
      ...when(
        isString(summary) && (/[<>\n]/.test(summary) || [...summary].length > 500),
        "summary is not plain or too long",
      ),
    ]),
  },
  {
    rule: "content: HTML, always, in a contentMap too, ending with a link",
    breaches: onPost(({ content, contentMap }) => [
      ...when(!isString(content), "no content"),
      ...when(!/<p><a href="[^"]+">[^<]+<\/a><\/p>$/.test(String(content)), "content does not end with a link"),
      ...when(!isObject(contentMap) || Object.values(contentMap)[0] !== content, "contentMap says something else"),
    ]),
  },
  {
    rule: "HTML limited to p br a strong em ul ol li blockquote code pre",
    breaches: onPost(({ content }) =>
      [...String(content).matchAll(/<\/?([a-z0-9]+)([^>]*)>/gi)]
        .filter(([, tag, rest]) => !TAGS.has(tag!) || (rest !== "" && !/^ href="[^"]*"$/.test(rest!)))
        .map(([tag]) => `${tag} would be stripped`),
    ),
  },
  {
    rule: "startTime and endTime are local with their offset; instants have whole seconds",
    breaches: json => [
      ...onEvent(event => [
        ...when(!LOCAL_TIME.test(String(event.startTime)), `startTime ${event.startTime}`),
        ...when(event.endTime !== undefined && !LOCAL_TIME.test(String(event.endTime)), `endTime ${event.endTime}`),
        ...when(
          event.endTime !== undefined && !(Date.parse(String(event.endTime)) > Date.parse(String(event.startTime))),
          "endTime is not after startTime",
        ),
      ])(json),
      ...[...walk(json)]
        .filter(
          ({ key, path }) => ["published", "updated", "deleted", "created"].includes(key) && !path.includes("@context"),
        )
        .filter(({ value }) => !INSTANT.test(String(value)))
        .map(({ path, value }) => `${path} ${value}`),
    ],
  },
  {
    rule: "timezone always",
    breaches: onEvent(({ timezone }) =>
      when(!isString(timezone) || !/^(UTC|[A-Z]\w+\/.+)$/.test(timezone), "no timezone"),
    ),
  },
  {
    rule: "location: one Place with a versioned id, a name, an address, coordinates that are no integers",
    breaches: onEvent(({ location }) => {
      if (location === undefined) return []
      if (!isObject(location) || location.type !== "Place") return ["location is no Place"]
      const { address, id, name } = location
      const axes = [location.latitude, location.longitude].filter(axis => axis !== undefined)
      return [
        ...when(id !== undefined && !/\/places\/[0-9a-f-]{36}\/v\d+(#[0-9a-f]+)?$/.test(String(id)), `place id ${id}`),
        ...when(!isString(name) || /[<>]/.test(name), "a place without plain name"),
        ...when(
          isObject(address) ? address.type !== "PostalAddress" : address !== undefined && !isString(address),
          "address",
        ),
        ...axes.filter(axis => !/^-?\d+\.\d+$/.test(JSON.stringify(axis))).map(axis => `${axis} is an integer`),
      ]
    }),
  },
  {
    rule: "attachment: the image, with alternative text, then links; nothing else",
    breaches: onPost(({ attachment }) =>
      list(attachment).flatMap((entry, index) => {
        if (!isObject(entry)) return [`attachment ${index} is no object`]
        if (!isString(entry.mediaType) || !isString(entry.name))
          return [`attachment ${index} without mediaType or name`]
        if (entry.type === "Link") return when(!isString(entry.href), `link ${index} leads nowhere`)
        return when(
          index > 0 || entry.type !== "Document" || !isString(entry.url),
          `attachment ${index}: ${entry.type}`,
        )
      }),
    ),
  },
  {
    rule: "eventStatus and status",
    breaches: onEvent(({ eventStatus, status }) => [
      ...when(
        !/^Event(Scheduled|Cancelled|Postponed|Rescheduled|MovedOnline)$/.test(String(eventStatus)),
        "eventStatus",
      ),
      ...when(!["CONFIRMED", "TENTATIVE", "CANCELLED"].includes(String(status)), "status"),
    ]),
  },
  {
    rule: "joinMode external with an address, or free, or restricted",
    breaches: onEvent(({ externalParticipationUrl, joinMode }) => [
      ...when(!["external", "free", "restricted"].includes(String(joinMode)), `joinMode ${joinMode}`),
      ...when(joinMode === "external" && hostOf(externalParticipationUrl) === null, "no externalParticipationUrl"),
    ]),
  },
  {
    rule: "category is one upper-case word",
    breaches: onEvent(({ category }) => when(!/^[A-Z_]+$/.test(String(category)), `category ${category}`)),
  },
  {
    rule: "published, on the Create too; updated only later",
    breaches: json => [
      ...when(isActivity(json) && !isString(json.published), "an activity without published"),
      ...onPost(({ published, updated }) => [
        ...when(!isString(published), "no published"),
        ...when(updated !== undefined && String(updated) <= String(published), "updated is not after published"),
      ])(json),
    ],
  },
  {
    rule: "hashtags with # and href",
    breaches: onPost(({ tag }) =>
      list(tag).flatMap(entry =>
        when(
          !isObject(entry) || entry.type !== "Hashtag" || !/^#[^\s#]+$/.test(String(entry.name)) || !hostOf(entry.href),
          `tag ${JSON.stringify(entry)}`,
        ),
      ),
    ),
  },
  {
    rule: "everybody may quote",
    breaches: onPost(({ interactionPolicy }) =>
      when(
        JSON.stringify(interactionPolicy) !== JSON.stringify({ canQuote: { automaticApproval: [PUBLIC] } }),
        "no interactionPolicy",
      ),
    ),
  },
  {
    rule: "replies, likes, shares are embedded collections with totalItems",
    breaches: onPost(object =>
      ["replies", "likes", "shares"].flatMap(name => {
        const collection = object[name]
        return when(
          !isObject(collection) || collection.totalItems !== 0 || !isString(collection.id),
          `${name} is not embedded`,
        )
      }),
    ),
  },
  {
    rule: "context on everything that belongs together",
    breaches: onPost(({ context, id }) =>
      when(hostOf(context) === null || hostOf(context) !== hostOf(id), "no context"),
    ),
  },
  {
    rule: "actors: one RSA key, an Ed25519 Multikey, collections, discoverable",
    breaches: json => {
      const actor = post(json)
      if (!ACTORS.includes(String(actor.type))) return []
      const iris = ["inbox", "outbox", "followers", "following", "featured", "featuredTags", "upcomingEvents", "url"]
      const { assertionMethod, endpoints, publicKey } = actor
      const [multikey] = list(assertionMethod)
      return [
        ...iris.filter(name => hostOf(actor[name]) !== hostOf(actor.id)).map(name => `${name} is missing`),
        ...when(!isObject(endpoints) || !isString(endpoints.sharedInbox), "no shared inbox"),
        ...when(
          !isObject(publicKey) || publicKey.owner !== actor.id || publicKey.id !== `${actor.id}#main-key`,
          "publicKey",
        ),
        ...when(
          !isObject(multikey) || multikey.type !== "Multikey" || multikey.controller !== actor.id,
          "assertionMethod",
        ),
        ...when(actor.discoverable !== true || actor.indexable !== true, "cannot be found"),
        ...when(!isString(actor.published), "no published"),
        ...when(!Array.isArray(actor.attributionDomains), "no attributionDomains"),
        ...when(actor.type === "Group" && !Array.isArray(actor.attributedTo), "a Group of nobody"),
      ]
    },
  },
]

/** Every breach of the profile, by rule; empty for a document that keeps to it. */
export const breachesOf = (json: JsonObject): string[] =>
  RULES.flatMap(({ rule, breaches }) => breaches(json).map(breach => `${rule}: ${breach}`))
