import { isIP, type LookupFunction } from "node:net"
import type { TLSSocket } from "node:tls"
import { LRUCache } from "lru-cache"
import { Agent, buildConnector, Client, Dispatcher } from "undici"
import { bareHost } from "./addresses.ts"
import { OutgoingError } from "./error.ts"
import type { Resolve } from "./resolve.ts"

const CONNECT_TIMEOUT_MS = 10_000
/** For idle connections: long enough for requests that follow each other, short enough for 10,000 hosts at once. */
const KEEP_ALIVE_MS = 4_000
/** Connections to one origin besides its first: enough for servers without a shared inbox, without overloading them. */
const EXTRA_CONNECTIONS = 15
/**
 * While more connections than these are open, new ones are closed after their request: an idle one takes 20 kB to 40
 * kB, and a publication goes to up to 100,000 hosts.
 */
const MAX_REUSED_CONNECTIONS = 500
const MAX_TLS_SESSIONS = 5_000

interface GuardedConnector {
  connect: buildConnector.connector
  /** connections that are open or being opened */
  readonly open: number
}

/**
 * Connects only to addresses that `isAllowed` accepts. Names are resolved here, at connect time, and the addresses that
 * were checked are the ones that are connected to: DNS cannot answer differently between the two (DNS rebinding). TLS
 * sessions are resumed.
 */
export function guardedConnector(resolve: Resolve, isAllowed: (address: string) => boolean): GuardedConnector {
  const lookup: LookupFunction = (hostname, options, callback) => {
    resolve(hostname).then(
      addresses => {
        const refused = addresses.find(address => !isAllowed(address))
        if (refused !== undefined || addresses.length === 0) {
          const reason = refused === undefined ? "has no address" : `leads to ${refused}, which is not a public address`
          return callback(new OutgoingError("address", hostname, reason), "", 0)
        }
        const resolved = addresses.map(address => ({ address, family: isIP(address) }))
        if (options.all) callback(null, resolved)
        else callback(null, resolved[0]!.address, resolved[0]!.family)
      },
      error => callback(error, "", 0),
    )
  }
  // HTTP/1.1 even if HTTP/2 is offered. Measured over TLS with undici 8.12, 64 requests at a time: one to each of many
  // hosts 0.83 ms CPU (HTTP/2: 0.92 ms), all to one host 0.07 ms and 3,500/s on 15 connections (HTTP/2: 0.11 ms and
  // 1,270/s on one connection)
  const dial = buildConnector({
    lookup,
    timeout: CONNECT_TIMEOUT_MS,
    allowH2: false,
    maxCachedSessions: MAX_TLS_SESSIONS,
    autoSelectFamily: true,
  } as buildConnector.BuildOptions) as (options: buildConnector.Options, callback: buildConnector.Callback) => TLSSocket
  // undici has only weak references to sessions: without these, a session would be gone with its socket
  const sessions = new LRUCache<string, Buffer>({ max: MAX_TLS_SESSIONS })
  let open = 0

  const connect: buildConnector.connector = (options, callback) => {
    const host = bareHost(options.hostname)
    if (isIP(host) !== 0 && !isAllowed(host)) {
      process.nextTick(callback, new OutgoingError("url", options.hostname, "is not a public address"), null)
      return
    }
    const socket = dial(options, callback)
    open++
    socket.once("close", () => open--)
    if (options.protocol === "https:") socket.on("session", session => sessions.set(host, session))
  }
  return {
    connect,
    get open() {
      return open
    },
  }
}

const KEEP_ALIVE = {
  keepAliveTimeout: KEEP_ALIVE_MS,
  keepAliveMaxTimeout: KEEP_ALIVE_MS,
  maxHeaderSize: 16_384,
  allowH2: false,
}

/**
 * A client with one connection for each origin; a request that finds it busy goes through an undici Agent. Most hosts
 * get one request at a time, and an Agent alone would take 20 kB for the pool of each and a walk through all origins
 * whenever one is closed: for 10,000 hosts 200 MB and 10,000² steps.
 */
export class GuardedDispatcher extends Dispatcher {
  readonly #connector: GuardedConnector
  readonly #clients = new Map<string, Client>()
  readonly #extra: Agent

  constructor(connector: GuardedConnector) {
    super()
    this.#connector = connector
    this.#extra = new Agent({ ...KEEP_ALIVE, connect: connector.connect, connections: EXTRA_CONNECTIONS })
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const given = this.#connector.open > MAX_REUSED_CONNECTIONS ? { ...options, reset: true } : options
    const origin = String(options.origin)
    const client = this.#clients.get(origin) ?? this.#open(origin)
    return client.stats.size > 0
      ? this.#extra.dispatch(given as Agent.DispatchOptions, handler)
      : client.dispatch(given, handler)
  }

  #open(origin: string): Client {
    const client = new Client(origin, { ...KEEP_ALIVE, connect: this.#connector.connect })
    this.#clients.set(origin, client)
    const forget = () => {
      // a client with requests in its queue connects again by itself
      if (client.stats.size > 0 || this.#clients.get(origin) !== client) return
      this.#clients.delete(origin)
      client.close()
    }
    client.on("disconnect", forget).on("connectionError", forget)
    return client
  }

  override async close(): Promise<void> {
    const clients = [...this.#clients.values()]
    this.#clients.clear()
    await Promise.all([this.#extra.close(), ...clients.map(client => client.close())])
  }

  override async destroy(): Promise<void> {
    const clients = [...this.#clients.values()]
    this.#clients.clear()
    await Promise.all([this.#extra.destroy(), ...clients.map(client => client.destroy())])
  }
}
