import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { may, type On, PERMISSIONS, type Permitted } from "../../src/access/policy.ts"
import { type ByAccount, type ByToken, ROLES, type Role, SCOPES } from "../../src/domain/by.ts"

const ACTIONS = Object.keys(PERMISSIONS) as Permitted[]
const person = (role: Role, calendarId: string | null = "agenda"): ByAccount => ({
  kind: "account",
  id: "ana",
  name: "Ana",
  grants: [{ role, calendarId }],
})
const action = fc.constantFrom(...ACTIONS)
const about = fc.record<On>({
  calendarId: fc.constantFrom("agenda", "rencontres", null),
  authorId: fc.constantFrom("ana", "bob", null),
  published: fc.boolean(),
  sourceId: fc.constantFrom("source", null),
  remoteId: fc.constantFrom("https://a.example/ana", undefined),
})
const calendar = fc.constantFrom("agenda", "rencontres", null)

describe("for every action, whatever it is about", () => {
  test("a higher role may what a lower one may on the same calendar", () => {
    fc.assert(
      fc.property(action, about, calendar, fc.nat(ROLES.length - 2), (action, on, calendarId, lower) => {
        if (may(person(ROLES[lower]!, calendarId), action, on))
          expect(may(person(ROLES[lower + 1]!, calendarId), action, on)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  test("an administrator of all calendars may everything", () => {
    fc.assert(
      fc.property(action, about, (action, on) => {
        expect(may(person("admin", null), action, on)).toBe(true)
      }),
    )
  })

  test("a role on one calendar opens nothing of another and nothing of the whole site", () => {
    fc.assert(
      fc.property(action, about, fc.constantFrom(...ROLES), (action, on, role) => {
        if (on.calendarId !== "agenda") expect(may(person(role), action, on)).toBe(false)
      }),
    )
  })

  test("a token opens no more than its account, and no more than its scopes", () => {
    fc.assert(
      fc.property(
        action,
        about,
        calendar,
        fc.constantFrom(...ROLES),
        fc.subarray([...SCOPES]),
        (action, on, calendarId, role, scopes) => {
          const token = (account: ByAccount | null): ByToken => ({ kind: "token", id: "t", name: "T", scopes, account })
          const account = person(role, calendarId)
          expect(may(token(account), action, on)).toBe(may(account, action, on) && may(token(null), action, on))
        },
      ),
      { numRuns: 1000 },
    )
  })

  test("a visitor may nothing, and each other agent only what names it", () => {
    const agents = (kind: "source" | "remote" | "worker") =>
      ACTIONS.filter(name => {
        const permission = PERMISSIONS[name]
        return "also" in permission && (permission.also as readonly string[]).includes(kind)
      })
    const allowed = (by: Parameters<typeof may>[0], on: On) => ACTIONS.filter(name => may(by, name, on))
    const source = { kind: "source", id: "source", name: "S", calendarId: "agenda" } as const
    const remote = { kind: "remote", actor: "https://a.example/ana" } as const
    expect(allowed({ kind: "visitor" }, { calendarId: "agenda" })).toEqual([])
    expect(allowed({ kind: "worker" }, {})).toEqual(["rendering:renew"])
    expect(allowed(source, { calendarId: "agenda", sourceId: "source" })).toEqual(agents("source"))
    expect(allowed(source, { calendarId: "agenda", sourceId: "another" })).toEqual([])
    expect(allowed(source, { calendarId: "rencontres" })).toEqual([])
    expect(allowed(remote, { remoteId: remote.actor })).toEqual(agents("remote"))
    expect(allowed(remote, { remoteId: "https://a.example/bob" })).toEqual([])
    expect(allowed(remote, {})).toEqual([])
  })
})

describe("the rules of the desk", () => {
  const own = { calendarId: "agenda", authorId: "ana" }
  const others = { calendarId: "agenda", authorId: "bob" }
  /** The least role that may do it, of somebody with a role on that calendar alone. */
  const least = (name: Permitted, on: On): Role | null => ROLES.find(role => may(person(role), name, on)) ?? null

  test.each<[Permitted, { ownDraft: Role; ownPublished: Role; othersDraft: Role; othersPublished: Role }]>(
    (["event", "interview"] as const).flatMap(kind => [
      [
        `${kind}:create`,
        { ownDraft: "author", ownPublished: "author", othersDraft: "author", othersPublished: "author" },
      ],
      [
        `${kind}:edit`,
        { ownDraft: "author", ownPublished: "publisher", othersDraft: "validator", othersPublished: "validator" },
      ],
      [
        `${kind}:publish`,
        { ownDraft: "publisher", ownPublished: "publisher", othersDraft: "validator", othersPublished: "validator" },
      ],
      [
        `${kind}:delete`,
        { ownDraft: "author", ownPublished: "publisher", othersDraft: "validator", othersPublished: "publisher" },
      ],
    ]),
  )("%s", (name, roles) => {
    expect({
      ownDraft: least(name, { ...own, published: false }),
      ownPublished: least(name, { ...own, published: true }),
      othersDraft: least(name, { ...others, published: false }),
      othersPublished: least(name, { ...others, published: true }),
    }).toEqual(roles)
  })

  test("a publisher cancels and moves events, and brings calendars in, without review", () => {
    for (const name of ["event:change", "source:add", "source:remove", "source:refresh", "source:import"] as const)
      expect([name, least(name, own), least(name, others)]).toEqual([name, "publisher", "publisher"])
  })

  test("everything else needs an administrator, of the whole site where it concerns no calendar", () => {
    const rest = ACTIONS.filter(name => !/^(event|interview|source):/.test(name))
    for (const name of ["partner:follow", "account:invite", "token:create", "audit:read"] as const)
      expect(rest).toContain(name)
    for (const name of rest) {
      expect([name, least(name, own), least(name, {})]).toEqual([name, "admin", null])
      expect(ROLES.filter(role => may(person(role, null), name))).toEqual(["admin"])
    }
  })
})
