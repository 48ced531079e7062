/** The languages that we speak ourselves; content may be in any. */
export const TONGUES = ["fr", "en"] as const
export type Tongue = (typeof TONGUES)[number]

/** French for French, English for every other language. @param language a tag such as `fr-CH` */
export const tongueOf = (language: string): Tongue => (language.toLowerCase().startsWith("fr") ? "fr" : "en")
