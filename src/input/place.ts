import { z } from "zod"
import type { PlaceFields } from "../domain/place.ts"
import { because } from "./parse.ts"
import { complete, line } from "./scalars.ts"

export const placeInput = z
  .strictObject({
    name: line(150),
    street: line(200).nullish(),
    postalCode: line(20).nullish(),
    locality: line(100).nullish(),
    region: line(100).nullish(),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, because("not-a-country"))
      .nullish(),
    latitude: z.number().min(-90).max(90).nullish(),
    longitude: z.number().min(-180).max(180).nullish(),
  })
  .refine(p => (p.latitude == null) === (p.longitude == null), {
    path: ["latitude"],
    error: because("one-coordinate"),
  })
export type PlaceInput = z.infer<typeof placeInput>

export const placeOf = (place: PlaceInput): PlaceFields => complete(placeInput.shape, place)
