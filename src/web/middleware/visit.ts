import { createMiddleware } from "hono/factory"
import { LANGUAGE_PREFIXES } from "../../domain/addresses/pages.ts"
import { languageFor } from "../../http/language.ts"
import { readSpeakers } from "../../store/actors.ts"
import type { Db } from "../../store/db.ts"
import { readLicence } from "../../store/licence.ts"
import { TONGUES, type Tongue } from "../../text/tongue.ts"
import { pageWordsOf } from "../../text/words/index.ts"
import type { SiteProfile, Visit, WebEnv } from "../components/visit.ts"

const SITE_WITHOUT_NAME: SiteProfile = { name: "Beffroi", calendars: [], licence: null }

async function readSite(db: Db): Promise<SiteProfile> {
  const [{ publisher, calendars }, licence] = await Promise.all([readSpeakers(db), readLicence(db)])
  return { name: publisher?.name ?? SITE_WITHOUT_NAME.name, calendars, licence }
}

/** The language prefix of an address, and the path after it. */
function addressed(pathname: string): Pick<Visit, "prefix" | "path"> {
  const prefix = LANGUAGE_PREFIXES.find(prefix => pathname === prefix || pathname.startsWith(`${prefix}/`))
  return prefix ? { prefix, path: pathname.slice(prefix.length) || "/" } : { prefix: "", path: pathname }
}

/**
 * Sets the `visit` of a request before any page is made. An address without a language follows Accept-Language, French when that
 * prefers neither; nothing is stored, so that there is no cookie.
 */
export const visits = (deps: { db: Db; origin: string; now: () => Date }) =>
  createMiddleware<WebEnv>(async (c, next) => {
    const { pathname, search } = new URL(c.req.url)
    const { prefix, path } = addressed(pathname)
    const language = prefix ? (prefix.slice(1) as Tongue) : languageFor(c.req, TONGUES)
    const visit: Visit = {
      language,
      words: pageWordsOf(language),
      prefix,
      path,
      search,
      origin: deps.origin,
      now: deps.now(),
      site: SITE_WITHOUT_NAME,
    }
    c.set("visit", visit)
    visit.site = await readSite(deps.db)
    await next()
  })
