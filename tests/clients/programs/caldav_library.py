"""The calendars that the Python library caldav finds at an address; answers each line of standard input with JSON."""
import json
import sys

import caldav
from caldav.elements.dav import DisplayName

principal = caldav.DAVClient(url=sys.argv[1]).principal()
calendars = {calendar.url.path.rstrip("/").split("/")[-1]: calendar for calendar in principal.calendars()}
collections = {}


def uid_of(found):
    return str(found.icalendar_instance.walk("VEVENT")[0]["UID"])


for line in sys.stdin:
    word, *rest = line.split()
    if word == "calendars":
        answer = {name: calendar.get_properties([DisplayName()])[DisplayName.tag] for name, calendar in calendars.items()}
    elif word == "events":
        answer = [event.data for event in calendars[rest[0]].events()]
    elif word == "uid":
        answer = uid_of(calendars[rest[0]].event_by_uid(rest[1]))
    elif word == "follow":
        collections[rest[0]] = calendars[rest[0]].objects(load_objects=True)
        answer = sorted(uid_of(found) for found in collections[rest[0]])
    else:
        changed, deleted = collections[rest[0]].sync()
        # what is gone has no text any more
        answer = {"changed": sorted(uid_of(found) for found in changed), "deleted": [found.url.path for found in deleted]}
    print(json.dumps(answer), flush=True)
