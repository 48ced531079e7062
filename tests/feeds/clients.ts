import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"

/** An event as a calendar program shows it: local times, and the instant that it computed for the start. */
export interface SeenEvent {
  uid: string
  summary: string
  description: string | null
  location: string | null
  status: string
  sequence: number
  /** `2026-12-01T09:00:00`, or a date */
  start: string
  /** null for dates */
  startInstant: string | null
  /** as written in the file: exclusive for dates */
  end: string | null
}

export interface SeenCalendar {
  name: string
  events: SeenEvent[]
  /** what the library's own checks find wrong */
  problems: string[]
}

export interface Client {
  name: string
  /** on this machine */
  present: boolean
  /** to have it on Debian */
  install: string
  read(feed: string): SeenCalendar
}

const PYTHON = "/usr/bin/python3"
const file = (name: string) => fileURLToPath(new URL(`clients/${name}`, import.meta.url))

function client(name: string, install: string, probe: string[], command: string[]): Client {
  return {
    name,
    install,
    present: spawnSync(probe[0]!, probe.slice(1)).status === 0,
    read(feed) {
      const { status, stdout, stderr } = spawnSync(command[0]!, command.slice(1), {
        input: feed,
        encoding: "utf8",
        timeout: 60_000,
      })
      if (status !== 0) throw new Error(`${name} could not read the calendar: ${stderr}`)
      return JSON.parse(stdout)
    },
  }
}

/** Four families of calendar programs, in three languages, none of which shares code with ours. */
export const CLIENTS: Client[] = [
  client("icalendar (Python)", "python3-icalendar", [PYTHON, "-c", "import icalendar"], [PYTHON, file("icalendar.py")]),
  client("vobject (Python)", "python3-vobject", [PYTHON, "-c", "import vobject"], [PYTHON, file("vobject.py")]),
  client(
    "sabre/vobject (PHP)",
    "php-cli php-sabre-vobject",
    ["php", "-r", "exit(@include('/usr/share/php/Sabre/VObject/autoload.php') ? 0 : 1);"],
    ["php", file("sabre.php")],
  ),
  client(
    "libical (C)",
    "libical3 python3",
    // without the library CDLL(None) opens the program itself, which lacks the function
    [PYTHON, "-c", "import ctypes, ctypes.util; ctypes.CDLL(ctypes.util.find_library('ical')).icalparser_parse_string"],
    [PYTHON, file("libical.py")],
  ),
]
