/** For `JSON.stringify`: leaves out what is null, empty text or an empty list. */
export const withoutEmpty = (key: string, value: unknown): unknown =>
  value === null || value === "" || (key !== "" && Array.isArray(value) && value.length === 0) ? undefined : value
