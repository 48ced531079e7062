import { expect, test } from "vitest"
import { eventObject } from "../../../../federation/vocab/writing/event.ts"
import { gancioForm } from "../../../../federation/vocab/writing/gancio.ts"
import { noteObject } from "../../../../federation/vocab/writing/note.ts"
import { tombstoneObject } from "../../../../federation/vocab/writing/tombstone.ts"
import type { WholeEvent } from "../../../../src/domain/event.ts"
import type { JsonObject } from "../../../../src/domain/json.ts"
import { refuseGancio } from "../../../support/receivers/gancio.ts"
import { activityObject } from "../../../support/wire-activities.ts"
import { calendar, image, news, ORIGIN, PUBLISHED, place, uuid, wholeEvent } from "../../../support/wire-events.ts"

function forms(type: string, object: JsonObject) {
  const activity = activityObject(ORIGIN, { id: uuid(1), type, actor: calendar(), object, published: PUBLISHED })
  return {
    gancio: gancioForm(ORIGIN, activity, "gancio"),
    "gancio-instance": gancioForm(ORIGIN, activity, "gancio-instance"),
  }
}
const update = (over: Partial<WholeEvent> = {}) => forms("Update", eventObject(ORIGIN, wholeEvent(over)))
const eventOf = (activity: JsonObject | null) => activity!.object as JsonObject

test("followers of the calendar: same activity, same actor, the image alone", () => {
  const { gancio } = update({ image: image() })
  expect(gancio).toMatchObject({ id: `${ORIGIN}/activities/${uuid(1)}`, actor: `${ORIGIN}/actors/agenda` })
  const { attachment, attributedTo } = eventOf(gancio)
  expect(attributedTo).toBe(`${ORIGIN}/actors/agenda`)
  expect(attachment).toMatchObject([{ type: "Document" }])
})

test("followers of the server: the Application sends it, as its own event and under an id of its own", () => {
  const instance = `${ORIGIN}/actors/instance`
  const byInstance = update()["gancio-instance"]!
  expect(byInstance).toMatchObject({
    id: `${ORIGIN}/activities/${uuid(1)}#instance`,
    actor: instance,
    cc: [`${instance}/followers`],
  })
  expect(eventOf(byInstance)).toMatchObject({
    id: `${ORIGIN}/events/${uuid(10)}`,
    actor: instance,
    attributedTo: instance,
    cc: [`${instance}/followers`],
  })
})

test("no image and no tag: an empty attachment, and no list of tags", () => {
  const event = eventOf(update({ tags: [] }).gancio)
  expect(event.attachment).toEqual([])
  expect(event).not.toHaveProperty("tag")
  expect(eventOf(update().gancio).tag).toHaveLength(2)
})

test("always a place with an address", () => {
  const location = (over: Partial<WholeEvent>) => eventOf(update(over).gancio).location
  expect(location({ places: [], onlineUrl: "https://visio.example/a" })).toEqual({
    type: "Place",
    name: "Visioconférence",
    address: "https://visio.example/a",
  })
  expect(location({ places: [] })).toEqual({
    type: "Place",
    name: "Lieu à préciser",
    address: `${ORIGIN}/e/seance-pleniere`,
  })
  const nowhere = place({ street: null, locality: null, country: null, latitude: null, longitude: null })
  expect(location({ places: [nowhere] })).toMatchObject({ name: "Nouveau Siècle", address: "Nouveau Siècle" })
})

test("a Delete differs in its actor only; anything but an event has the usual form", () => {
  const tombstone = tombstoneObject(ORIGIN, `/events/${uuid(10)}`, "Event", PUBLISHED)
  const none = { gancio: null, "gancio-instance": null }
  const byInstance = { actor: `${ORIGIN}/actors/instance`, object: { type: "Tombstone", formerType: "Event" } }
  expect(forms("Delete", tombstone)).toMatchObject({ gancio: null, "gancio-instance": byInstance })
  expect(forms("Create", noteObject(ORIGIN, news(), wholeEvent()))).toEqual(none)
  expect(forms("Delete", { ...tombstone, formerType: "Note" })).toEqual(none)
})

test("the usual Update would make Gancio hang, this form does not", () => {
  const object = eventObject(ORIGIN, wholeEvent({ places: [], onlineUrl: "https://visio.example/a" }))
  expect(refuseGancio({ type: "Update", actor: object.actor, object })).toEqual([
    "hang: no location",
    "hang: the first attachment is no image",
  ])
  expect(refuseGancio(update().gancio)).toEqual([])
})
