import { randomUUID } from "node:crypto"
import { chmod, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import pg from "pg"
import type { TestProject } from "vitest/node"
import { migrate, openDatabase } from "../../src/store/db.ts"
import { startEmbedded } from "../../src/store/embedded.ts"

/** A server with a migrated template database, of which each test or benchmark takes a copy. */
export interface Postgres {
  server: string
  template: string
}

/** Vitest's global set-up: one real PostgreSQL for the whole run. */
export default async function setup(project: TestProject) {
  const { stop, ...postgres } = await startPostgres(text => console.log(`tests: ${text}`))
  project.provide("postgres", postgres)
  return stop
}

/**
 * Starts a PostgreSQL of its own in a folder that goes with it (`TEST_DATABASE_URL` gives another server).
 * @param settings of that server, such as `{ shared_buffers: "4GB" }`; one that is given keeps its own
 */
export async function startPostgres(
  progress: (text: string) => void,
  settings: Record<string, string> = {},
): Promise<Postgres & { stop(): Promise<void> }> {
  let server = process.env.TEST_DATABASE_URL
  let stop = async () => {}
  if (!server) {
    const folder = await mkdtemp(join(tmpdir(), "beffroi-test-"))
    // the database's own user must be able to enter it
    await chmod(folder, 0o755)
    let embedded = await startEmbedded(folder, progress)
    for (const [name, value] of Object.entries(settings))
      await admin(embedded.url, `alter system set ${name} = '${value}'`)
    if (Object.keys(settings).length > 0) {
      await embedded.stop()
      embedded = await startEmbedded(folder, progress)
    }
    const running = embedded
    server = running.url
    stop = async () => {
      await running.stop()
      await rm(folder, { recursive: true, force: true })
    }
  }
  const template = `template_${randomUUID().replaceAll("-", "")}`
  await admin(server, `create database ${template}`)
  const { db, pool } = openDatabase(urlOf(server, template), 1)
  await migrate(db)
  await db.destroy()
  if (!pool.ended) await pool.end()
  return { server, template, stop }
}

const urlOf = (server: string, name: string): string => Object.assign(new URL(server), { pathname: `/${name}` }).href

async function admin(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** A migrated database of its own. `drop` removes it, with whatever is still connected. */
export async function createDatabase(given: Postgres): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `test_${randomUUID().replaceAll("-", "")}`
  await admin(given.server, `create database ${name} template ${given.template}`)
  return {
    url: urlOf(given.server, name),
    drop: () => admin(given.server, `drop database if exists ${name} with (force)`),
  }
}

declare module "vitest" {
  export interface ProvidedContext {
    postgres: Postgres
  }
}
