import module from "node:module"

// Keeps compiled modules on disk: without it each start strips the types of every file again (0.4 s, 50 MB). Deno has a cache of its own.
module.enableCompileCache?.()
await import("./serve.ts")
