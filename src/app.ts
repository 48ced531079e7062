import { getLogger } from "@logtape/logtape"
import { Hono } from "hono"
import { createDeliveryJob } from "../federation/delivery/job.ts"
import { createFederation, type FederationParts } from "../federation/index.ts"
import { createInboxJob } from "../federation/receiving/job.ts"
import { createInboxPruning } from "../federation/receiving/prune.ts"
import { inboxRoutes } from "../federation/receiving/receive.ts"
import { createGoneHostsJob } from "../federation/remote/gone-hosts.ts"
import { createHostLearner } from "../federation/remote/host-software.ts"
import { federationApp } from "../federation/serving/app.ts"
import { synchronizationRoutes } from "../federation/serving/followers-synchronization.ts"
import { createKeyring } from "../federation/signatures/keyring.ts"
import { storedEventReader } from "../federation/vocab/reading/index.ts"
import { createWire } from "../federation/vocab/writing/wire.ts"
import { readSecretKey } from "./access/secret-key.ts"
import { ensureInstance } from "./actions/calendars/create.ts"
import type { Site } from "./actions/site.ts"
import { apiApp } from "./api/app.ts"
import { type Config, ConfigError } from "./config.ts"
import { davApp } from "./dav/app.ts"
import { OPERATOR } from "./domain/by.ts"
import { createTexts } from "./feeds/ical/texts.ts"
import { compress } from "./http/compression.ts"
import { databaseUnavailable, publicProblem } from "./http/public.ts"
import { createImporter } from "./import/importer.ts"
import { createImportJob } from "./import/job.ts"
import { createOutgoing, type Outgoing, type OutgoingOptions } from "./outgoing/index.ts"
import { type Db, migrate, openDatabase } from "./store/db.ts"
import { type EmbeddedDatabase, startEmbedded } from "./store/embedded.ts"
import { isOutage } from "./store/outage.ts"
import { settleSetting } from "./store/settings.ts"
import { webApp } from "./web/app.ts"
import { feedsApp } from "./web/site/feeds/app.ts"
import { createFeedVersionCache } from "./web/site/feeds/version-cache.ts"
import { createRemoteImages } from "./web/site/images/remote-images.ts"
import { createHousekeeping, createRendering } from "./worker/jobs.ts"
import { createPartnerEventReading } from "./worker/partner-events.ts"
import { startWorker, type Worker } from "./worker/run.ts"

/** What the web process, the worker and the commands are made from: the migrated database, the keys, the renderers. */
export interface OpenSite {
  config: Config
  db: Db
  databaseUrl: string
  site: Site
  secretKey: string
  outgoing: Outgoing
  /** the parts of the federation code that exist once per process */
  federation: FederationParts
  /** reads and imports external calendars */
  importer: ReturnType<typeof createImporter>
  /** the PostgreSQL that this process started; null when DATABASE_URL names another one */
  embedded: EmbeddedDatabase | null
  close(): Promise<void>
}

export interface OpeningOptions {
  asMade?: boolean
  outgoing?: Partial<Omit<OutgoingOptions, "userAgent">>
}

/**
 * Opens the database, migrates it and creates what exists once per process.
 * @param progress called with a short text before each step that takes time
 * @param options.asMade for commands, which need no ORIGIN: the one that the database was made with counts
 * @param options.outgoing how names of other servers are resolved and which addresses may be asked, where the settings do not decide
 * @throws {ConfigError} when ORIGIN is given and is not the one that the database was made with
 */
export async function openSite(
  config: Config,
  progress: (text: string) => void,
  { asMade = false, outgoing: reach = {} }: OpeningOptions = {},
): Promise<OpenSite> {
  const embedded = config.databaseUrl ? null : await startEmbedded(config.dataDir, progress)
  const databaseUrl = config.databaseUrl ?? embedded!.url
  const { db } = openDatabase(databaseUrl)
  const outgoing = createOutgoing({
    allowPrivateAddresses: config.allowPrivateAddresses,
    userAgent: `Beffroi (+${config.origin})`,
    ...reach,
  })
  const close = async () => {
    await outgoing.close()
    await db.destroy()
  }
  try {
    const migrations = await migrate(db)
    if (migrations.length > 0) progress(`database brought forward: ${migrations.join(", ")}`)
    const origin = await settleSetting(db, "origin", config.origin)
    if (origin !== config.origin && (config.originGiven || !asMade)) {
      const reason = "ids of published things hold it and cannot change"
      throw new ConfigError([`ORIGIN: this database was made for ORIGIN ${origin}, not ${config.origin}: ${reason}`])
    }
    const secretKey = await readSecretKey(config.secretKey, config.dataDir)
    const keyring = createKeyring(secretKey)
    const site: Site = {
      origin,
      now: () => new Date(),
      wire: createWire({ origin, keyring }),
      texts: createTexts({ origin }),
    }
    const federation = createFederation({ db, origin, now: site.now, keyring, outgoing })
    await ensureInstance(db, site, OPERATOR)
    const importer = createImporter({ site, fetch: outgoing.guardedFetch })
    return { config, db, databaseUrl, site, secretKey, outgoing, federation, importer, embedded, close }
  } catch (error) {
    await close()
    throw error
  }
}

const log = getLogger(["beffroi", "web"])

/** All routes, in the order in which they are tried: federation, API, downloads, feeds, pages. */
export function httpApp(opened: OpenSite): Hono {
  const { db, site, importer, outgoing, secretKey, federation } = opened
  const { origin } = site
  const app = new Hono()
  const failed = (reference: string, error: unknown) => log.error("{reference}: {error}", { reference, error })
  app.onError(error => {
    if (isOutage(error)) return databaseUnavailable()
    // the details go to the log, not to the client
    const reference = crypto.randomUUID()
    failed(reference, error)
    return publicProblem(500, `this server made a mistake; its administrators find it as ${reference}`)
  })
  app.use(compress())
  app.get("/healthz", c => c.text("ok"))
  app.get("/readyz", async c => {
    await db.selectFrom("setting").select("key").limit(1).execute()
    return c.text("ready")
  })
  inboxRoutes(app, { db, origin, now: site.now, ...federation })
  synchronizationRoutes(app, { db, origin, now: site.now, ...federation })
  app.route("/", federationApp({ db, origin, site, inDialect: federation.inDialect }))
  app.route("/", apiApp({ db, site, secretKey, importer }))
  app.route("/", davApp({ db, origin }))
  app.route("/", feedsApp({ db, origin, versionCache: createFeedVersionCache() }))
  const fetchImage = createRemoteImages(outgoing.guardedFetch)
  const { tileUrl } = opened.config
  app.route("/", webApp({ db, origin, outgoing, fetchImage, site, secretKey, tileUrl, log: failed }))
  return app
}

/** The worker: delivery, the inbox, imports and maintenance. */
export function worker(opened: OpenSite): Worker {
  const { config, db, site, importer, outgoing, federation, databaseUrl } = opened
  const { origin } = site
  const leases = config.leaseSeconds
  const hosts = createHostLearner({ db, outgoing, origin })
  return startWorker({
    databaseUrl,
    jobs: [
      createDeliveryJob({ db, outgoing, ...federation, ...(leases && { limits: { lease: leases } }) }),
      createInboxJob({
        db,
        site,
        ...federation,
        learnHost: hosts.learnHost,
        ...(leases && { leaseMs: leases * 1000 }),
      }),
      createInboxPruning({ db, now: site.now }),
      hosts.job,
      createGoneHostsJob({ db, outgoing }),
      createImportJob(db, importer),
      createHousekeeping({ db }),
      createRendering({ db, site }),
      createPartnerEventReading({ db, reader: storedEventReader }),
    ],
  })
}
