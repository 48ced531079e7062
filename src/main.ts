import module from "node:module"

// Compiled once and kept: a start without it strips the types of every file again, 0.4 s and 50 MB of memory. Deno has its own.
module.enableCompileCache?.()
await import("./serve.ts")
