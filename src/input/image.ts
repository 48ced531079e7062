import { z } from "zod"
import { type Image, mediaTypeOf } from "../domain/image.ts"
import { because } from "./parse.ts"
import { complete, line, webAddress } from "./scalars.ts"

export const imageInput = z.strictObject({
  url: webAddress.refine(url => mediaTypeOf(url) !== null, because("not-an-image-address")),
  alt: line(1500),
  credit: line(200).nullish(),
  licence: line(100).nullish(),
  width: z.int().min(1).max(20_000).nullish(),
  height: z.int().min(1).max(20_000).nullish(),
  blurhash: z
    .string()
    .regex(/^[0-9A-Za-z#$%*+,\-.:;=?@[\]^_{|}~]{6,100}$/)
    .nullish(),
  focalPoint: z.tuple([z.number().min(-1).max(1), z.number().min(-1).max(1)]).nullish(),
})

export type ImageInput = z.infer<typeof imageInput>

export const imageOf = (image: ImageInput | null | undefined): Image | null =>
  image ? { ...complete(imageInput.shape, image), mediaType: mediaTypeOf(image.url)! } : null
