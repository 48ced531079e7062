import { Hono } from "hono"
import { listen } from "./listen.ts"

/** One amber pixel. */
const PNG = new Uint8Array(
  Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4fzjuPwAHFQMkLeykYAAAAABJRU5ErkJggg==",
    "base64",
  ),
)

/** Another site, with an image, one that is a script in disguise, and one that is a page; `asked` counts what was fetched. */
export async function imageSite() {
  let asked = 0
  const app = new Hono()
  const answer = (type: string, body: Uint8Array<ArrayBuffer> | string) => () => {
    asked += 1
    return new Response(body, { headers: { "Content-Type": type } })
  }
  app.get("/bell.png", answer("image/png", PNG))
  app.get(
    "/drawing.png",
    answer("image/svg+xml", '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
  )
  app.get("/page.png", answer("text/html", "<script>alert(1)</script>"))
  const server = await listen(app)
  return { ...server, png: PNG, asked: () => asked }
}
