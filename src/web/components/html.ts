import type { html } from "hono/html"

/** A piece of page, escaped. Nothing here waits: every read is done before rendering starts. */
export type Html = ReturnType<typeof html>
