import { raw } from "hono/html"

/** The mark of Beffroi: tower, arch and bell. It has a size, since without a style sheet it would fill the page. */
export const mark = raw(`<svg width="34" height="41" viewBox="0 0 40 48" aria-hidden="true" focusable="false">
<path fill="currentColor" fill-rule="evenodd"
  d="M20 0l7 12h3v4h-1v32H11V16h-1v-4h3zM15 41V27a5 5 0 0 1 10 0v14z"/>
<path fill="#ffc338"
  d="M20 25.5c-2 0-3 1.6-3 3.8 0 2.6-.6 3.7-1.5 4.7h9c-.9-1-1.5-2.1-1.5-4.7 0-2.2-1-3.8-3-3.8z
  M18.6 35h2.8a1.4 1.4 0 0 1-2.8 0z"/>
<path d="M6 23c-2.4 4.3-2.4 8.7 0 13M34 23c2.4 4.3 2.4 8.7 0 13"
  fill="none" stroke="#ffc338" stroke-width="2.2" stroke-linecap="round"/>
</svg>`)

/** In place of a portrait. */
export const silhouette = raw(`<svg viewBox="0 0 90 90" width="100" height="100" aria-hidden="true">
<circle cx="45" cy="34" r="17" fill="currentColor" opacity=".85"/>
<path d="M8 92c2-24 18-34 37-34s35 10 37 34z" fill="currentColor" opacity=".85"/>
</svg>`)
