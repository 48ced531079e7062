import { expect, test } from "vitest"
import { partnerTitle } from "../../src/text/partner-title.ts"

test("the title of a partner's event says its state once", () => {
  expect(partnerTitle({ title: "Concert", status: "cancelled" }, "fr")).toBe("ANNULÉ · Concert")
  expect(partnerTitle({ title: "ANNULÉ · Concert", status: "cancelled" }, "en")).toBe("ANNULÉ · Concert")
  expect(partnerTitle({ title: "Concert", status: "tentative" }, "fr")).toBe("Concert")
})
