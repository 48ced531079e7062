import type { EventContent, EventFields } from "./event.ts"
import type { Image } from "./image.ts"
import type { SessionFields } from "./programme.ts"

/**
 * The form in which content leaves through the API and exports, and in which it enters through the API, `load` and imports: `src/input`
 * holds the schemas and the way back. A field that has the same name and form on both sides is not named here.
 */
export function externalContent({ when, onlineUrl, image, ...same }: EventContent) {
  return {
    ...same,
    ...when,
    online: onlineUrl === null ? null : { url: onlineUrl },
    image: image && externalImage(image),
  }
}

export function externalFields({ places, sessions, ...content }: EventFields) {
  return { ...externalContent(content), places, programme: sessions.map(externalSession) }
}

/** Without the media type, which the address tells. */
export function externalImage({ mediaType: _, ...image }: Image) {
  return image
}

/** Without a time zone: it is the event's. */
export function externalSession({ slug, title, summary, when, ...rest }: SessionFields) {
  const { room, track, format, speakers, documents } = rest
  const dates = { start: when?.start ?? null, end: when?.end ?? null }
  return { slug, title, summary, ...dates, room, track, format, speakers, documents }
}
