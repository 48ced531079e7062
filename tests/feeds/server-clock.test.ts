import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"
import { printed } from "./print-feed.ts"

const program = fileURLToPath(new URL("print-feed.ts", import.meta.url))

test.each(["UTC", "Europe/Paris", "America/New_York", "Asia/Tokyo", "Pacific/Apia", "Asia/Kolkata"])(
  "a server whose clock shows %s writes the same bytes",
  zone => {
    const { stdout, stderr, status } = spawnSync(process.execPath, [program], {
      encoding: "utf8",
      env: { ...process.env, TZ: zone },
    })
    expect(stderr).toBe("")
    expect(status).toBe(0)
    expect(stdout).toBe(printed())
    expect(stdout).toContain("DTSTART;TZID=Indian/Reunion:20260115T090000\r\n")
    expect(stdout).toContain('"startDate":"2026-01-15T09:00:00+04:00"')
    // midnights of Réunion: 2026-01-01 and, inclusive, 2026-03-29
    expect(stdout).toContain('{"from":"2025-12-31T20:00:00.000Z","to":"2026-03-29T20:00:00.000Z"')
  },
)
