import { execFile } from "node:child_process"
import { existsSync } from "node:fs"
import { mkdtemp, rename, rm } from "node:fs/promises"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { promisify } from "node:util"
import sparticuz, { inflate } from "@sparticuz/chromium"
import { type Browser, chromium } from "playwright-core"

const run = promisify(execFile)
const packed = createRequire(import.meta.url).resolve("@sparticuz/chromium")

/**
 * Unpacks the browser that comes in a registry package, once a version of it. It is written beside and then renamed, so that
 * test files that start together never run half a program.
 */
async function unpacked(): Promise<string> {
  const { version } = createRequire(import.meta.url)(join(dirname(packed), "../package.json")) as { version: string }
  const folder = join(tmpdir(), `beffroi-chromium-${version}`)
  if (existsSync(folder)) return folder
  const beside = await mkdtemp(join(tmpdir(), "beffroi-chromium-"))
  const { TMPDIR } = process.env
  // the package unpacks where the system keeps temporary files, and asks for that place at each call
  process.env.TMPDIR = beside
  try {
    await sparticuz.executablePath()
    if (await lacksLibraries(join(beside, "chromium"))) await inflate(join(dirname(packed), "../bin/al2023.tar.br"))
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
  }
  await rename(beside, folder).catch(() => rm(beside, { recursive: true, force: true }))
  return folder
}

async function lacksLibraries(program: string): Promise<boolean> {
  const { stdout } = await run("ldd", [program]).catch(() => ({ stdout: "" }))
  return stdout.includes("not found")
}

/** A real browser. Where the system lacks its libraries (NSS …), the package's own are used. */
export async function openBrowser(): Promise<Browser> {
  const folder = await unpacked()
  const libraries = join(folder, "al2023", "lib")
  const env = existsSync(libraries) ? { LD_LIBRARY_PATH: libraries, FONTCONFIG_PATH: join(folder, "fonts") } : {}
  return chromium.launch({
    executablePath: join(folder, "chromium"),
    // --single-process crashes with a second context; the rest of these would let through what browsers of visitors refuse
    args: sparticuz.args.filter(
      arg => !/^--(single-process|disable-web-security|allow-running-insecure-content|headless)/.test(arg),
    ),
    env: { ...process.env, ...env } as Record<string, string>,
  })
}
