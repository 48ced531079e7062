import type { RemoteFetch } from "../remote-fetch.ts"

/** Why the visitor's server cannot be asked to follow. */
export interface FollowProblem {
  kind: "badAddress" | "noAnswer" | "unknownAccount" | "noTemplate"
  host: string
}

/**
 * Relation of the WebFinger link whose template has `{uri}` in place of the actor to follow (OStatus; Mastodon and
 * others).
 */
const SUBSCRIBE = "http://ostatus.org/schema/1.0/subscribe"
const LOCAL = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

const HANDLE = /^(?:acct:)?@?(?<user>[\w.-]{1,64})@(?<host>[^\s@/?#]{1,253})$/
const PROFILE = /^https?:\/\/(?<host>[^\s@/?#]{1,253})\/(?:@|users\/)(?<user>[\w.-]{1,64})\/?$/

/** `@camille@mamot.fr`, `camille@mamot.fr`, `acct:camille@mamot.fr` or `https://mamot.fr/@camille`. */
export function accountOf(text: string): { user: string; host: string } | null {
  const { user, host } = (HANDLE.exec(text) ?? PROFILE.exec(text))?.groups ?? {}
  const url = user && host ? URL.parse(`https://${host}`) : null
  return url && (url.hostname.includes(".") || LOCAL.test(url.host)) ? { user: user!, host: url.host } : null
}

/**
 * Finds the address on the visitor's own server where following starts.
 * @param text the account, in one of the forms of `accountOf`
 * @param actor id of the calendar to follow
 * @param origin of this site: with `http:` it may ask servers on this machine without TLS
 */
export async function followAddress(
  guardedFetch: RemoteFetch,
  text: string,
  actor: string,
  origin: string,
): Promise<string | FollowProblem> {
  const account = accountOf(text)
  if (!account) return { kind: "badAddress", host: "" }
  const { user, host } = account
  const plain = origin.startsWith("http:") && LOCAL.test(host)
  const resource = encodeURIComponent(`acct:${user}@${host}`)
  const answer = await guardedFetch(
    `${plain ? "http" : "https"}://${host}/.well-known/webfinger?resource=${resource}`,
    {
      accept: "application/jrd+json, application/json",
      maxBytes: 64 * 1024,
      totalTimeout: 8000,
    },
  ).catch(() => null)
  if (!answer || answer.status >= 500) return { kind: "noAnswer", host }
  if (answer.status !== 200) return { kind: "unknownAccount", host }
  const template = templateOf(answer.body)
  const target = template?.includes("{uri}") ? URL.parse(template.replaceAll("{uri}", encodeURIComponent(actor))) : null
  if (!target || !(target.protocol === "https:" || (plain && target.protocol === "http:")))
    return { kind: "noTemplate", host }
  return target.href
}

function templateOf(body: Buffer): string | null {
  try {
    const { links } = JSON.parse(body.toString()) as { links?: unknown }
    const link = Array.isArray(links) ? links.find(link => link?.rel === SUBSCRIBE) : null
    return typeof link?.template === "string" ? link.template : null
  } catch {
    return null
  }
}
