import type { interview as french } from "../fr/interview.ts"

const firstPublished = "First published"

export const interview: typeof french = {
  exchange: "A conversation with",
  exchangeInPost: names => `Interview with ${names}`,
  position: (n, total) => `Interview ${n} of ${total}`,
  around: "Around this interview",
  with: "Published with",
  original: "Original publication",
  originalInFeed: firstPublished,
  originalInPost: firstPublished,
  follow: "Follow the collection",
  collection: "In the collection",
  event: "The event",
  video: "Video of the interview",
  hosted: host => `It is hosted by another site (${host}). Nothing is loaded before you agree.`,
  elsewhere: host => `It is hosted by another site (${host}).`,
  play: "Play the video",
  noText: "The text of this interview is not published here.",
  readThere: name => `Read the interview: ${name}`,
}
