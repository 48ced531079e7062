import { parse as parseCsv } from "csv-parse/sync"
import { Hono } from "hono"
import { compress } from "hono/compress"
import { feedsApp } from "../../src/web/site/feeds/app.ts"
import { createFeedVersionCache } from "../../src/web/site/feeds/version-cache.ts"
import { askOver } from "./ask.ts"
import { NOW, openCommuns } from "./communs.ts"
import { listen } from "./listen.ts"
import { ORIGIN } from "./site.ts"

/** What etalab-2.0, the licence of the content, points to. */
export const LICENCE = "https://www.etalab.gouv.fr/wp-content/uploads/2017/04/ETALAB-Licence-Ouverte-v2.0.pdf"

/** Changes made in one moment are dated a second apart: by then all of them are past. */
export const ASKED = new Date(NOW.getTime() + 60_000)

/** Every kind of selection. */
export const PAGES = [
  "/tout",
  "/@agenda",
  "/@evenements",
  "/@entretiens",
  "/tags/communs",
  "/tags/Wikip%C3%A9dia",
  "/lieux/bibliotheque-municipale-nantes",
  "/organisateurs/DINUM",
  "/archives",
  "/recherche",
  "/e/edition-nationale",
  "/e/demo-wikipedia-2",
]

/** The communs with their formats, over HTTP. */
export async function openFormats() {
  const communs = await openCommuns({ image: "https://images.example/bell.png" })
  communs.setClock(ASKED)
  const app = new Hono()
  // as the whole site has it
  app.use(compress())
  app.route(
    "/",
    feedsApp({ versionCache: createFeedVersionCache(), db: communs.db, origin: ORIGIN, now: communs.site.now }),
  )
  const server = await listen(app)
  const ask = (path: string, headers?: Record<string, string>, method?: string) =>
    askOver(server.url, path, headers, method)
  return {
    ...communs,
    ask,
    read: async (path: string) => (await ask(path)).text,
    json: async (path: string) => JSON.parse((await ask(path)).text),
    async close() {
      await server.close()
      await communs.close()
    },
  }
}

export const rowsOf = (text: string): Record<string, string>[] => parseCsv(text, { columns: true, bom: true })
