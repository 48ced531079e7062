/** Reads from other servers; the part of `GuardedFetch` in src/outgoing that pages use. */
export type RemoteFetch = (
  url: string,
  options: { accept: string; maxBytes: number; totalTimeout: number; mediaTypes?: readonly string[] },
) => Promise<{ status: number; headers: { "content-type"?: string | undefined }; body: Buffer }>
