import { describe, expect, test } from "vitest"
import { ACTIVITY_JSON, LD_JSON, negotiate } from "../../src/http/negotiation.ts"

const PAGE = "text/html"

/** Accept headers as they are sent, and the media type that answers an id. `named`: a page's address leads to the id too. */
const TABLE: [who: string, accept: string | undefined, media: string | null, named: boolean][] = [
  ["nothing said", undefined, ACTIVITY_JSON, false],
  ["an empty header", "", ACTIVITY_JSON, false],
  ["curl", "*/*", ACTIVITY_JSON, false],
  ["Firefox", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", PAGE, false],
  [
    "Chrome",
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7",
    PAGE,
    false,
  ],
  ["lynx", "text/html, text/plain, text/sgml, text/css, */*;q=0.01", PAGE, false],
  ["only pages", "text/html", PAGE, false],
  ["only XHTML", "application/xhtml+xml", PAGE, false],
  ["a page or whatever, as much", "text/html, */*", PAGE, false],
  [
    "Mastodon, GoToSocial",
    'application/activity+json, application/ld+json; profile="https://www.w3.org/ns/activitystreams"',
    ACTIVITY_JSON,
    true,
  ],
  ["Mastodon for embeds", "application/activity+json, application/ld+json, text/html;q=0.1", ACTIVITY_JSON, true],
  ["Misskey, Gancio, Pleroma", "application/activity+json", ACTIVITY_JSON, true],
  ["the specification", 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"', LD_JSON, true],
  ["without profile", "application/ld+json", LD_JSON, true],
  ["a profile with commas and semicolons", 'application/ld+json; profile="a,b;q=0, c", text/html;q=0.5', LD_JSON, true],
  ["the other one preferred", "application/activity+json;q=0.5, application/ld+json;q=0.9", LD_JSON, true],
  ["named and wildcard", "application/ld+json, */*", LD_JSON, true],
  ["capitals", "Application/Activity+JSON", ACTIVITY_JSON, true],
  ["old Gancio", "application/jrd+json, application/json", ACTIVITY_JSON, false],
  ["JSON", "application/json", ACTIVITY_JSON, false],
  ["JSON, then a page", "application/json, text/html;q=0.9", ACTIVITY_JSON, false],
  ["application/*", "application/*", ACTIVITY_JSON, false],
  ["both named", "text/html, application/activity+json", ACTIVITY_JSON, true],
  ["a page rather", "application/activity+json;q=0.8, text/html;q=0.9", PAGE, false],
  [
    "refused by q=0, the rest welcome",
    "application/activity+json;q=0, application/ld+json;q=0, application/json;q=0, */*",
    PAGE,
    false,
  ],
  ["only refused", "application/activity+json;q=0", null, false],
  ["everything refused", "*/*;q=0", null, false],
  ["an image", "image/png", null, false],
  ["nonsense", ";;;,,=", null, false],
]

describe("what an Accept header wants", () => {
  test.each(TABLE)("%s", (_, accept, media, named) => {
    expect(negotiate(accept)).toEqual({ media, named })
  })
})
