import { randomUUID } from "node:crypto"
import { chmod, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import pg from "pg"
import type { TestProject } from "vitest/node"
import { migrate, openDatabase } from "../../src/store/db.ts"
import { startEmbedded } from "../../src/store/embedded.ts"

/**
 * Vitest's global set-up: one real PostgreSQL for the whole run (`TEST_DATABASE_URL` gives another), with one migrated
 * template database, of which each test takes a copy.
 */
export default async function setup(project: TestProject) {
  let server = process.env.TEST_DATABASE_URL
  let stop = async () => {}
  if (!server) {
    const folder = await mkdtemp(join(tmpdir(), "beffroi-test-"))
    // the database's own user must be able to enter it
    await chmod(folder, 0o755)
    const embedded = await startEmbedded(folder, text => console.log(`tests: ${text}`))
    server = embedded.url
    stop = async () => {
      await embedded.stop()
      await rm(folder, { recursive: true, force: true })
    }
  }
  const template = `template_${randomUUID().replaceAll("-", "")}`
  await admin(server, `create database ${template}`)
  const { db, pool } = openDatabase(urlOf(server, template), 1)
  await migrate(db)
  await db.destroy()
  if (!pool.ended) await pool.end()
  project.provide("postgres", { server, template })
  return stop
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
export async function createDatabase(given: {
  server: string
  template: string
}): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `test_${randomUUID().replaceAll("-", "")}`
  await admin(given.server, `create database ${name} template ${given.template}`)
  return {
    url: urlOf(given.server, name),
    drop: () => admin(given.server, `drop database if exists ${name} with (force)`),
  }
}

declare module "vitest" {
  export interface ProvidedContext {
    postgres: { server: string; template: string }
  }
}
