"""Prints the events of a calendar on standard input as JSON, read with the Python library vobject, which Radicale is built on."""
import datetime
import json
import sys

# this folder holds a file that bears the library's name
sys.path.pop(0)
import vobject  # noqa: E402


def written(value):
    if not isinstance(value, datetime.datetime):
        return value.isoformat()
    return value.replace(tzinfo=None).isoformat()


def instant(value):
    if not isinstance(value, datetime.datetime):
        return None
    return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def text(component, name):
    found = component.contents.get(name)
    return found[0].value if found else None


def main():
    problems = []
    calendar = vobject.readOne(sys.stdin.buffer.read().decode())
    events = []
    for event in calendar.contents.get("vevent", []):
        try:
            event.validate(raiseException=True)
        except vobject.base.ValidateError as error:
            problems.append(str(error))
        end = text(event, "dtend")
        events.append({
            "uid": text(event, "uid"),
            "summary": text(event, "summary"),
            "description": text(event, "description"),
            "location": text(event, "location"),
            "status": text(event, "status"),
            "sequence": int(text(event, "sequence")),
            "start": written(event.dtstart.value),
            "startInstant": instant(event.dtstart.value),
            "end": written(end) if end else None,
        })
    json.dump({"name": text(calendar, "x-wr-calname"), "events": events, "problems": problems}, sys.stdout)


main()
