import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { createEvent } from "../../../src/actions/events/create.ts"
import { OPERATOR } from "../../../src/domain/by.ts"
import { eventInput } from "../../../src/input/event.ts"
import { parseInput } from "../../../src/input/parse.ts"
import { openCommuns } from "../../support/communs.ts"
import { imageSite } from "../../support/images.ts"

let images: Awaited<ReturnType<typeof imageSite>>
let communs: Awaited<ReturnType<typeof openCommuns>>

beforeAll(async () => {
  images = await imageSite()
  communs = await openCommuns({ image: `${images.url}/bell.png` })
  for (const name of ["drawing", "page", "absent"]) {
    const image = { url: `${images.url}/${name}.png`, alt: "Une image" }
    const words = { slug: name, title: name, calendar: "agenda", start: "2026-12-20", image, publish: true }
    await createEvent(communs.db, communs.site, OPERATOR, parseInput(eventInput, words))
  }
})
afterAll(async () => {
  await communs?.close()
  await images?.close()
})

describe("images of other sites", () => {
  test("are passed on unchanged, and fetched once for requests at the same time", async () => {
    const before = images.asked()
    const answers = await Promise.all(Array.from({ length: 10 }, () => communs.app.request("/e/image/image")))
    for (const answer of answers) {
      expect(answer.headers.get("Content-Type")).toBe("image/png")
      expect(answer.headers.get("Content-Security-Policy")).toBe("default-src 'none'; sandbox")
      expect(answer.headers.get("Cache-Control")).toBe("public, max-age=86400")
      expect(new Uint8Array(await answer.arrayBuffer())).toEqual(images.png)
    }
    expect((await communs.app.request("/i/camille-martin/portrait")).status).toBe(200)
    expect(images.asked() - before).toBe(1)
  })

  test.each(["drawing", "page", "absent", "demo-pleniere", "nothing"])(
    "anything but an image is 404: %s",
    async slug => {
      const answer = await communs.app.request(`/e/${slug}/image`)
      expect(answer.status).toBe(404)
      expect(answer.headers.get("Content-Type")).toBe("text/html; charset=UTF-8")
    },
  )
})
