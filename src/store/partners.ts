import type { RemoteActor } from "../domain/follower.ts"
import { hostOf } from "../domain/hosts.ts"
import type { Partner } from "../domain/partner-event.ts"
import { blockedHosts } from "./blocked-hosts.ts"
import type { Db } from "./db.ts"

/** The actors that this site follows or has asked to, without those who refused and blocked hosts, by name. */
export async function listPartners(db: Db): Promise<Partner[]> {
  const [rows, isBlocked] = await Promise.all([
    db
      .selectFrom("remoteActor")
      .select(["id", "host", "handle", "name", "url"])
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom("following")
            .select("remoteId")
            .whereRef("following.remoteId", "=", "remoteActor.id")
            .where("following.state", "<>", "rejected"),
        ),
      )
      .execute(),
    blockedHosts(db),
  ])
  return rows
    .filter(({ host, id }) => !isBlocked(host) && !isBlocked(hostOf(id)))
    .map(toPartner)
    .sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1))
}

/** @param row of `remote_actor`: its name is one line, its url http(s) */
function toPartner({ id, host, handle, name, url }: PartnerRow): Partner {
  const address = handle && /^[\w.-]{1,100}$/.test(handle) ? `${handle}@${host}` : host
  return { id, host, name: name ?? address, address, url: url ?? id }
}

type PartnerRow = Pick<RemoteActor, "id" | "host" | "handle" | "name" | "url">

/** The partners that an address names: the one of that name, or all actors of a host that have no name. */
export const partnersAt = async (db: Db, address: string): Promise<Partner[]> =>
  (await listPartners(db)).filter(partner => partner.address === address)
