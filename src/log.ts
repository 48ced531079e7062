import { configure, getConsoleSink, type LogLevel } from "@logtape/logtape"

/** One log, on the console; Fedify writes to it too. Addresses of people and secrets never go in. */
export async function startLog(level: LogLevel): Promise<void> {
  await configure({
    reset: true,
    sinks: { console: getConsoleSink() },
    loggers: [
      { category: "beffroi", lowestLevel: level, sinks: ["console"] },
      // Fedify's own information is about every request; its warnings are about strangers' mistakes
      { category: "fedify", lowestLevel: level === "debug" ? "debug" : "error", sinks: ["console"] },
      { category: ["logtape", "meta"], lowestLevel: "warning", sinks: ["console"] },
    ],
  })
}
