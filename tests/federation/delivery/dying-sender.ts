/**
 * A sender in a process of its own, that is killed. Run with: database URL, origin, secret, lease in seconds, `before` or `after`.
 * `before`: claims and stops there. `after`: sends, and never records.
 */

import { createDeliveryJob } from "../../../federation/delivery/job.ts"
import { createFederation } from "../../../federation/index.ts"
import { createKeyring } from "../../../federation/signatures/keyring.ts"
import { createOutgoing } from "../../../src/outgoing/index.ts"
import { openDatabase } from "../../../src/store/db.ts"
import { claimDeliveries } from "../../../src/store/deliveries.ts"

const [url, origin, secretKey, lease, when] = process.argv.slice(2) as [string, string, string, string, string]
const { db } = openDatabase(url, 2)
if (when === "before") {
  const { deliveries } = await claimDeliveries(db, { limit: 100, leaseSeconds: Number(lease) })
  process.send!({ claimed: deliveries.length })
  setInterval(() => {}, 1000)
} else {
  const outgoing = createOutgoing({ allowPrivateAddresses: true, userAgent: "Beffroi" })
  const keyring = createKeyring(secretKey)
  const federation = createFederation({ db, origin, now: () => new Date(), keyring, outgoing })
  await createDeliveryJob({ db, outgoing, ...federation, limits: { lease: Number(lease) } }).runOnce()
}
