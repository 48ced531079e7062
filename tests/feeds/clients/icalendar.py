"""Prints the events of a calendar on standard input as JSON, read with the Python library icalendar."""
import datetime
import json
import sys

# this file bears the library's name
sys.path.pop(0)
from icalendar import Calendar  # noqa: E402


def written(value):
    if not isinstance(value, datetime.datetime):
        return value.isoformat()
    return value.replace(tzinfo=None).isoformat()


def instant(value):
    if not isinstance(value, datetime.datetime):
        return None
    return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def text(component, name):
    return str(component[name]) if name in component else None


def main():
    calendar = Calendar.from_ical(sys.stdin.buffer.read())
    events = [{
        "uid": text(event, "UID"),
        "summary": text(event, "SUMMARY"),
        "description": text(event, "DESCRIPTION"),
        "location": text(event, "LOCATION"),
        "status": text(event, "STATUS"),
        "sequence": int(event["SEQUENCE"]),
        "start": written(event["DTSTART"].dt),
        "startInstant": instant(event["DTSTART"].dt),
        "end": written(event["DTEND"].dt) if "DTEND" in event else None,
    } for event in calendar.walk("VEVENT")]
    problems = [f"{component.name}: {error}" for component in calendar.walk() for error in component.errors]
    json.dump({"name": text(calendar, "X-WR-CALNAME"), "events": events, "problems": problems}, sys.stdout)


main()
