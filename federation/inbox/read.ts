/** How raw JSON of others is read, the same here and where it is shown. */
export * from "../../src/domain/told.ts"
