import type { Arena } from "./arena.ts"

/** What the attacker got. */
export interface Got {
  /** 0: the connection was closed without an answer */
  status: number
  text: string
  headers: Record<string, string | string[] | undefined>
}

/** One way to do harm, and what must come of it. */
export interface Case {
  name: string
  /** may be made three times, so whatever must be new is made in it */
  attack(arena: Arena): Promise<Got>
  status: number
  /** words of the answer */
  says?: RegExp
  /** what becomes, later, of an activity that was accepted (202) */
  handled?: "ignored" | "failed" | "done" | "later"
  /** words that are kept of it */
  because?: RegExp
  /** tables that it may write to after all; anything else must be as before, down to the last row */
  writes?: string[]
  /** what must hold afterwards */
  after?(arena: Arena, got: Got): Promise<void>
}
