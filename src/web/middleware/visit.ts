import { accepts } from "hono/accepts"
import { createMiddleware } from "hono/factory"
import { readSpeakers } from "../../store/actors.ts"
import type { Db } from "../../store/db.ts"
import { readLicence } from "../../store/licence.ts"
import { type Tongue, WORDS } from "../../text/words/pages.ts"
import type { SiteProfile, Visit, WebEnv } from "../components/visit.ts"

export const SITE_WITHOUT_NAME: SiteProfile = { name: "Beffroi", calendars: [], licence: null }

async function readSite(db: Db): Promise<SiteProfile> {
  const [{ publisher, calendars }, licence] = await Promise.all([readSpeakers(db), readLicence(db)])
  return { name: publisher?.name ?? SITE_WITHOUT_NAME.name, calendars, licence }
}

/** The language that the address forces, and what is left of the path. */
function addressed(pathname: string): Pick<Visit, "prefix" | "path"> {
  const [, forced, rest] = /^\/(fr|en)(\/.*)?$/.exec(pathname) ?? []
  return forced ? { prefix: `/${forced as Tongue}`, path: rest || "/" } : { prefix: "", path: pathname }
}

/**
 * Says who visits what, before any page is made. An address without a language follows Accept-Language, French when it
 * asks for neither; nothing is remembered, so that there is no cookie.
 */
export const visits = (deps: { db: Db; origin: string; now: () => Date }) =>
  createMiddleware<WebEnv>(async (c, next) => {
    const { pathname, search } = new URL(c.req.url)
    const { prefix, path } = addressed(pathname)
    const asked = accepts(c, {
      header: "Accept-Language",
      supports: ["fr", "en"],
      default: "fr",
      match: (languages, { supports, default: fallback }) =>
        languages
          .filter(language => language.q > 0)
          .sort((a, b) => b.q - a.q)
          .map(language => language.type.toLowerCase().split("-")[0]!)
          .find(language => supports.includes(language)) ?? fallback,
    }) as Tongue
    const language = prefix ? (prefix.slice(1) as Tongue) : asked
    const visit: Visit = {
      language,
      words: WORDS[language],
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
