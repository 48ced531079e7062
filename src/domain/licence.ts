/** What anyone may do with what the site publishes. */
export interface Licence {
  /** as the content says it: an SPDX identifier, or an address */
  id: string
  name: string
  /** its text; null when it is not one of those we know and no address */
  url: string | null
}

const LICENCES: Record<string, { name: string; url: string }> = {
  "etalab-2.0": {
    name: "Licence Ouverte 2.0",
    url: "https://www.etalab.gouv.fr/wp-content/uploads/2017/04/ETALAB-Licence-Ouverte-v2.0.pdf",
  },
  "odbl-1.0": { name: "ODbL 1.0", url: "https://opendatacommons.org/licenses/odbl/1-0/" },
  "cc0-1.0": { name: "CC0 1.0", url: "https://creativecommons.org/publicdomain/zero/1.0/" },
  "cc-by-4.0": { name: "CC BY 4.0", url: "https://creativecommons.org/licenses/by/4.0/" },
  "cc-by-sa-4.0": { name: "CC BY-SA 4.0", url: "https://creativecommons.org/licenses/by-sa/4.0/" },
}

export function licenceOf(id: string): Licence {
  const listed = Object.hasOwn(LICENCES, id.toLowerCase()) ? LICENCES[id.toLowerCase()]! : null
  return listed ? { id, ...listed } : { id, name: id, url: /^https?:/.test(id) && URL.canParse(id) ? id : null }
}
