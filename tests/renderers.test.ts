import { expect, test } from "vitest"
import { OBJECTS_DIGESTS } from "../federation/vocab/writing/wire.ts"
import { TEXTS_DIGESTS } from "../src/feeds/ical/texts.ts"
import { digestOfObjects, digestOfTexts } from "./support/rendered-samples.ts"

/**
 * What is stored was rendered when it last changed. A renderer that writes something else must say so, or every event that nobody edits
 * stays as an old version wrote it: CONTRIBUTING.md, "Change what a renderer writes".
 */
test.each([
  ["calendar texts", TEXTS_DIGESTS, digestOfTexts, "TEXTS_DIGESTS in src/feeds/ical/texts.ts"],
  ["objects on the wire", OBJECTS_DIGESTS, digestOfObjects, "OBJECTS_DIGESTS in federation/vocab/writing/wire.ts"],
])(
  "%s are what their version says; who changes what they say adds a line to its digests",
  (_, digests, rendered, where) => {
    const version = digests.length
    expect(rendered(version), `add the line "${rendered(version + 1)}", to ${where}`).toBe(digests.at(-1))
  },
)

test("no version has the digest of another", () => {
  for (const digests of [TEXTS_DIGESTS, OBJECTS_DIGESTS]) expect(new Set(digests).size).toBe(digests.length)
})
