import type { partners as french } from "../fr/partners.ts"

/** The pages of what partners announce. */
export const partners: typeof french = {
  title: "From our partners",
  lede: "The organisations that we follow send us their events. Each answers for its own.",
  none: "We do not follow anyone yet.",
  count: n =>
    n === 0 ? "Nothing announced" : n === 1 ? "1 event to come" : `${n.toLocaleString("en-GB")} events to come`,
  kind: "Partner",
  source: (name, host) =>
    `These events are those of ${name}, which sends them to us from ${host}. Each title leads to the original page.`,
  site: "Open its site",
  upcoming: "Upcoming",
  empty: "Nothing announced for now.",
  about: "Subscribe to this partner",
  reuse: "Re-use",
  ics: "Calendar (.ics)",
  feeds: ["Atom feed", "RSS", "JSON"],
  or: "or",
  rights: "The texts belong to this partner: our licence does not cover them.",
}
