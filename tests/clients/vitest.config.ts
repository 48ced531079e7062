import { defineConfig } from "vitest/config"

/** `npm run test:clients`: calendar programs as Debian has them, over HTTP against a whole server. */
export default defineConfig({
  test: {
    include: ["tests/clients/**/*.client.ts"],
    globalSetup: ["tests/support/postgres.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
})
