import { Hono } from "hono"
import { bodyLimit } from "hono/body-limit"
import { csrf } from "hono/csrf"
import { createTokenKeys } from "../../access/tokens.ts"
import { paths } from "../../domain/paths.ts"
import type { Db } from "../../store/db.ts"
import type { WebEnv } from "../components/visit.ts"
import { accept, welcome } from "./welcome.ts"

interface DeskDeps {
  db: Db
  origin: string
  now: () => Date
  /** SECRET_KEY: signs the token that an invitation is exchanged for */
  secretKey: string
}

/** The pages of those who have an account, or are about to. */
export function deskPages({ db, origin, now, secretKey }: DeskDeps): Hono<WebEnv> {
  const pages = new Hono<WebEnv>()
  const acceptInvitation = accept(db, { origin, now }, createTokenKeys(secretKey))
  pages.get(paths.welcomePage.route, welcome(db))
  pages.post(paths.welcomePage.route, csrf({ origin }), bodyLimit({ maxSize: 4096 }), acceptInvitation)
  return pages
}
