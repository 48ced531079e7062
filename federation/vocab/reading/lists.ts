/** The first item of a list, or the value itself: ActivityStreams writes a list of one as its item. */
export const first = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value)

export const listOf = (value: unknown): unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value]
