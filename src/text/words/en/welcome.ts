import type { welcome as french } from "../fr/welcome.ts"

export const welcome: typeof french = {
  title: "Welcome",
  roles: {
    admin: "This link lets you do everything here: publish, make calendars, run the site.",
    publisher: "This link lets you publish events and interviews.",
    validator: "This link lets you read drafts.",
    author: "This link lets you read drafts.",
  },
  what: "The button makes your account and a key. The key is shown once. The link is of no use afterwards.",
  button: "Make my key",
  keyTitle: "Your key",
  keyOnce: "Copy it now: it will not be shown again. Keep it as you keep a password.",
  key: "Key",
  tryTitle: "Publish a first event",
  tryCalendar: "A calendar is needed first. This command makes one:",
  tryText:
    "This command, to be copied into a terminal, publishes a trial event. It is on the site at once, and followers get it.",
  command: "Command",
  commandCalendar: "Command for the calendar",
  example: { title: "A first event", summary: "Published from a terminal.", calendar: "Agenda" },
  more: "All that the key can do",
  goneTitle: "This link is of no use any more",
  goneText:
    "It was used, it is more than seven days old, or it was not copied whole. Whoever runs the server can make another:",
}
