import type { frame as french } from "../fr/frame.ts"
import { plural } from "./numbers.ts"

/** What surrounds every page, and the pages of errors. */
export const frame: typeof french = {
  locale: "en_GB",
  other: { code: "fr", name: "Français" },
  skip: "Skip to content",
  nav: {
    label: "Main",
    home: "Upcoming",
    month: "Month",
    map: "Map",
    archives: "Archives",
    interviews: "Interviews",
    search: "Search",
  },
  foot: {
    label: "Footer",
    follow: "Follow this calendar",
    calendar: "Calendar (.ics)",
    openData: "Open data",
    licence: "Content under",
    text: "Served by Beffroi, without cookies or third-party tracking.",
  },
  crumb: { label: "Breadcrumb", home: "Home" },
  copy: "Copy the address",
  copied: "Copied.",
  colon: ": ",
  label: name => `${name}:`,
  followAside: "Follow and contribute",
  followCard: {
    title: "Miss nothing",
    text: "A notice for each new event and each change.",
    other: "Other ways to follow",
  },
  related: "Related",
  reactions: {
    replies: n => plural(n, "reply", "replies"),
    shares: n => plural(n, "boost", "boosts"),
    likes: n => plural(n, "favourite", "favourites"),
    where: counts => `${counts} on Mastodon and compatible networks.`,
  },
  missing: {
    error: status => `Error ${status}`,
    title: "No bell at this address",
    short: "Page not found",
    text: "The page does not exist or its name has changed. Events never disappear: they go to the archives.",
    home: "See what is coming",
    archives: "Look in the archives",
    maybe: "Perhaps you were looking for",
  },
  gone: {
    short: "Page removed",
    event: date => `This event was removed on ${date}.`,
    interview: date => `This interview was removed on ${date}.`,
    text: "Its page stays at this address to say so.",
  },
  failure: {
    short: "The site could not answer",
    title: "The site could not answer.",
    text: reference => `Nothing was sent. Reference: ${reference}.`,
    away: "Its database does not answer right now. Nothing was sent, nothing is lost: load the page again in a minute.",
    bad: "This request cannot be read",
  },
}
