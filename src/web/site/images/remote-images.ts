import { LRUCache } from "lru-cache"
import type { RemoteFetch } from "../remote-fetch.ts"

/** No SVG: it may hold scripts. */
const TYPES = ["image/jpeg", "image/png", "image/webp", "image/avif", "image/gif"]
const MAX_IMAGE_BYTES = 5 * 1024 * 1024
const MAX_CACHE_BYTES = 80 * 1024 * 1024
const IMAGE_TTL_MS = 10 * 60 * 1000
/** Short, but long enough that many visits of a page ask a site that fails only once a minute. */
const FAILURE_TTL_MS = 60 * 1000

interface RemoteImage {
  type: string
  bytes: Uint8Array<ArrayBuffer>
}

/** Reads an image of another site; null when it answers anything but an image. */
export type FetchImage = (url: string) => Promise<RemoteImage | null>

/** A `FetchImage` with a cache of its own; requests for the same image at the same time share one fetch. */
export function createRemoteImages(guardedFetch: RemoteFetch): FetchImage {
  const cache = new LRUCache<string, RemoteImage | "failed">({
    maxSize: MAX_CACHE_BYTES,
    sizeCalculation: image => (image === "failed" ? 1 : Math.max(image.bytes.length, 1)),
    ttl: IMAGE_TTL_MS,
    async fetchMethod(url, _, { options }) {
      const image = await read(guardedFetch, url)
      if (!image) options.ttl = FAILURE_TTL_MS
      return image ?? "failed"
    },
  })
  return async url => {
    const image = await cache.fetch(url)
    return image === undefined || image === "failed" ? null : image
  }
}

async function read(guardedFetch: RemoteFetch, url: string): Promise<RemoteImage | null> {
  const options = { accept: TYPES.join(", "), mediaTypes: TYPES, maxBytes: MAX_IMAGE_BYTES, totalTimeout: 10_000 }
  const response = await guardedFetch(url, options).catch(() => null)
  if (response?.status !== 200) return null
  const type = String(response.headers["content-type"]).split(";")[0]!.trim().toLowerCase()
  return { type, bytes: new Uint8Array(response.body) }
}
