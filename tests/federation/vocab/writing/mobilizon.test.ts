import { expect, test } from "vitest"
import { eventObject } from "../../../../federation/vocab/writing/event.ts"
import { mobilizonForm } from "../../../../federation/vocab/writing/mobilizon.ts"
import { ACCESSIBILITY } from "../../../../src/domain/accessibility.ts"
import type { WholeEvent } from "../../../../src/domain/event.ts"
import type { JsonObject } from "../../../../src/domain/json.ts"
import { refuseMobilizon } from "../../../support/receivers/mobilizon.ts"
import { activityObject } from "../../../support/wire-activities.ts"
import { calendar, image, ORIGIN, PUBLISHED, uuid, wholeEvent } from "../../../support/wire-events.ts"

const activityOf = (object: JsonObject) =>
  activityObject(ORIGIN, { id: uuid(1), type: "Update", actor: calendar(), object, published: PUBLISHED })
const formOf = (over: Partial<WholeEvent>) => mobilizonForm(activityOf(eventObject(ORIGIN, wholeEvent(over))))
const property = (key: string, value: unknown) => ({
  type: "PropertyValue",
  propertyID: `mz:accessibility:${key}`,
  value,
})

test("accessibility is its metadata, after the image and the links that all are sent", () => {
  const over = { image: image(), accessibility: [...ACCESSIBILITY] }
  const usual = eventObject(ORIGIN, wholeEvent(over))
  const form = formOf(over)!
  const event = form.object as JsonObject
  expect(event).toEqual({
    ...(activityOf(usual).object as JsonObject),
    attachment: [
      ...(usual.attachment as JsonObject[]),
      property("wheelchairAccessible", "fully"),
      property("live:sign_language", true),
    ],
  })
  expect({ ...form, object: null }).toEqual({ ...activityOf(usual), object: null })
  expect(refuseMobilizon({ ...usual, attachment: event.attachment })).toEqual([])
})

test("captions are its subtitles where there is a live video", () => {
  const form = formOf({ places: [], onlineUrl: "https://visio.example/a", accessibility: ["captions"] })!
  expect(((form.object as JsonObject).attachment as JsonObject[]).slice(-1)).toEqual([property("live:subtitle", true)])
})

test("the usual form does where it has no word for what is provided, and for what is no event", () => {
  expect(formOf({})).toBeNull()
  expect(formOf({ accessibility: ["quiet-room", "captions"] })).toBeNull()
  expect(mobilizonForm({ type: "Announce", object: "https://communs.example/events/1" })).toBeNull()
  expect(mobilizonForm(activityOf({ type: "Tombstone", id: "https://communs.example/events/1" }))).toBeNull()
})
