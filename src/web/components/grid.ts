import type { Session } from "../../domain/programme.ts"
import { roomsOf } from "../../domain/programme.ts"
import { zonedEnd, zonedStart } from "../../domain/time.ts"
import { anchor, byDay, isPause } from "./sessions.ts"

/** With more rooms the grid has to scroll, and the list is shown first. */
const ROOMS_THAT_FIT = 5

/** Where sessions stand on a wide screen: rows are starting times, columns are rooms. */
export interface Grid {
  rooms: string[]
  /** the inline style sheet of the page, which its Content-Security-Policy allows by digest */
  style: string
}

/** Whether the grid is shown when the address does not choose between grid and list. */
export const gridFirst = (grid: Grid): boolean => grid.rooms.length <= ROOMS_THAT_FIT

interface GridCell {
  session: Session
  starts: number
  ends: number
  /** null spans every column */
  column: number | null
}

/**
 * Places a programme in a grid. A pause, a plenary or a session without a room spans all columns if nothing else takes
 * place at that time.
 * @returns null when only a list can show it: fewer than two rooms, sessions without hours, or two at once in one room
 */
export function placeGrid(sessions: readonly Session[]): Grid | null {
  const rooms = roomsOf(sessions)
  if (rooms.length < 2 || sessions.some(session => !session.when || session.when.allDay)) return null
  const areas: string[] = []
  for (const [, day] of byDay(sessions)) {
    const placed = placeDay(day, rooms)
    if (!placed) return null
    areas.push(...placed)
  }
  const scrolls = rooms.length > ROOMS_THAT_FIT
  const columns = rooms.length === 3 ? "" : `.grid{--rooms:${rooms.length}}`
  // not for print: paper does not scroll
  const wide = scrolls ? `@media screen and (min-width:52rem){.grid{min-width:${rooms.length * 12}rem}}` : ""
  return { rooms, style: `${columns}${wide}@media print,(min-width:52rem){${areas.join("")}}` }
}

function placeDay(sessions: readonly Session[], rooms: readonly string[]): string[] | null {
  const cells: GridCell[] = sessions.map(session => {
    const starts = zonedStart(session.when!).epochMilliseconds
    return {
      session,
      starts,
      ends: zonedEnd(session.when!)?.epochMilliseconds ?? starts + 1,
      column: rooms.indexOf(session.room ?? ""),
    }
  })
  const overlap = (a: GridCell, b: GridCell) => a !== b && a.starts < b.ends && b.starts < a.ends
  for (const cell of cells) {
    const forAll = isPause(cell.session) || cell.session.room === null || /^pl[ée]n/i.test(cell.session.format ?? "")
    const alone = !cells.some(other => overlap(cell, other))
    if (forAll && alone) cell.column = null
    else if (cell.column === -1) return null
  }
  if (cells.some(cell => cells.some(other => overlap(cell, other) && other.column === cell.column))) return null

  const lines = [...new Set(cells.map(cell => cell.starts))].sort((a, b) => a - b)
  return cells.map(cell => {
    const first = lines.indexOf(cell.starts) + 1
    const next = lines.findIndex(line => line >= cell.ends && line > cell.starts)
    const last = next === -1 ? lines.length + 1 : next + 1
    const [from, to] = cell.column === null ? [1, rooms.length + 1] : [cell.column + 1, cell.column + 2]
    return `#${anchor(cell.session)}{grid-area:${first}/${from}/${last}/${to}}`
  })
}
