"""Prints the events of a calendar on standard input as JSON, read with libical, which Evolution, KDE and GNOME are built on.

libical is a library in C; this calls it by ctypes, so that nothing needs to be compiled. It takes the zones of the file.
"""
import ctypes
import ctypes.util
import datetime
import json
import sys

library = ctypes.CDLL(ctypes.util.find_library("ical"))

class Time(ctypes.Structure):
    _fields_ = [(name, ctypes.c_int) for name in
                ("year", "month", "day", "hour", "minute", "second", "is_date", "is_daylight")] + [("zone", ctypes.c_void_p)]


def function(name, result, *arguments):
    found = getattr(library, name)
    found.restype, found.argtypes = result, arguments
    return found


component = ctypes.c_void_p
parse = function("icalparser_parse_string", component, ctypes.c_char_p)
kind_of = function("icalcomponent_string_to_kind", ctypes.c_int, ctypes.c_char_p)
first = function("icalcomponent_get_first_component", component, component, ctypes.c_int)
following = function("icalcomponent_get_next_component", component, component, ctypes.c_int)
first_property = function("icalcomponent_get_first_property", ctypes.c_void_p, component, ctypes.c_int)
next_property = function("icalcomponent_get_next_property", ctypes.c_void_p, component, ctypes.c_int)
property_name = function("icalproperty_get_property_name", ctypes.c_char_p, ctypes.c_void_p)
property_value = function("icalproperty_get_value_as_string", ctypes.c_char_p, ctypes.c_void_p)
count_errors = function("icalcomponent_count_errors", ctypes.c_int, component)
check = function("icalrestriction_check", ctypes.c_int, component)
start_of = function("icalcomponent_get_dtstart", Time, component)
end_of = function("icalcomponent_get_dtend", Time, component)
seconds_of = function("icaltime_as_timet_with_zone", ctypes.c_long, Time, ctypes.c_void_p)
summary = function("icalcomponent_get_summary", ctypes.c_char_p, component)
description = function("icalcomponent_get_description", ctypes.c_char_p, component)
location = function("icalcomponent_get_location", ctypes.c_char_p, component)
uid = function("icalcomponent_get_uid", ctypes.c_char_p, component)
sequence = function("icalcomponent_get_sequence", ctypes.c_int, component)


ANY_PROPERTY = 0


def text(value):
    return None if value is None else value.decode()


def value_of(parent, name):
    """The raw value of a property, extensions included."""
    found = first_property(parent, ANY_PROPERTY)
    while found:
        if text(property_name(found)) == name:
            return text(property_value(found))
        found = next_property(parent, ANY_PROPERTY)
    return None


def written(time):
    if time.year == 0:
        return None
    date = f"{time.year:04}-{time.month:02}-{time.day:02}"
    return date if time.is_date else f"{date}T{time.hour:02}:{time.minute:02}:{time.second:02}"


def instant(time):
    if time.is_date:
        return None
    moment = datetime.datetime.fromtimestamp(seconds_of(time, time.zone), datetime.timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


calendar = parse(sys.stdin.buffer.read())
events = []
vevent = kind_of(b"VEVENT")
found = first(calendar, vevent)
while found:
    start, end = start_of(found), end_of(found)
    events.append({
        "uid": text(uid(found)),
        "summary": text(summary(found)),
        "description": text(description(found)),
        "location": text(location(found)),
        "status": value_of(found, "STATUS"),
        "sequence": sequence(found),
        "start": written(start),
        "startInstant": instant(start),
        # libical answers the start when there is no end
        "end": written(end) if value_of(found, "DTEND") else None,
    })
    found = following(calendar, vevent)

problems = [] if count_errors(calendar) == 0 else [f"{count_errors(calendar)} lines could not be read"]
if not check(calendar):
    problems.append("a component breaks the restrictions of RFC 5546")
json.dump({"name": value_of(calendar, "X-WR-CALNAME"), "events": events, "problems": problems}, sys.stdout)
