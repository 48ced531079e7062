/** What is provided so that people can take part, in the order in which it is shown. */
export const ACCESSIBILITY = [
  "wheelchair",
  "hearing-loop",
  "sign-language",
  "captions",
  "audio-description",
  "quiet-room",
  "companion",
] as const
export type Accessibility = (typeof ACCESSIBILITY)[number]
