import { configure, getConsoleSink, type LogLevel } from "@logtape/logtape"

/** Configures the log, on the console; Fedify logs through it as well. IP addresses and secrets are never logged. */
export async function startLog(level: LogLevel): Promise<void> {
  await configure({
    reset: true,
    sinks: { console: getConsoleSink() },
    loggers: [
      { category: "beffroi", lowestLevel: level, sinks: ["console"] },
      // Fedify logs information for every request, and warnings for mistakes of remote servers
      { category: "fedify", lowestLevel: level === "debug" ? "debug" : "error", sinks: ["console"] },
      { category: ["logtape", "meta"], lowestLevel: "warning", sinks: ["console"] },
    ],
  })
}
