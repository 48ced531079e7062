"""A calendar of Evolution: opens it through Evolution's own services, then answers each line of standard input with JSON.

Needs a session of D-Bus (dbus-run-session). Arguments: caldav or webcal, and the address.
"""
import json
import sys

import gi

gi.require_version("EDataServer", "1.2")
gi.require_version("ECal", "2.0")
from gi.repository import ECal, EDataServer, GLib  # noqa: E402


def add(registry, backend, address):
    uri = GLib.Uri.parse(address, GLib.UriFlags.NONE)
    source = EDataServer.Source.new_with_uid("beffroi", None)
    source.set_display_name("Beffroi")
    source.set_parent(f"{backend}-stub")
    source.get_extension(EDataServer.SOURCE_EXTENSION_CALENDAR).set_backend_name(backend)
    authentication = source.get_extension(EDataServer.SOURCE_EXTENSION_AUTHENTICATION)
    authentication.set_host(uri.get_host())
    authentication.set_port(uri.get_port())
    authentication.set_method("none")
    source.get_extension(EDataServer.SOURCE_EXTENSION_WEBDAV_BACKEND).set_resource_path(uri.get_path())
    source.get_extension(EDataServer.SOURCE_EXTENSION_SECURITY).set_method("none")
    registry.commit_source_sync(source, None)
    return registry.ref_source("beffroi")


def zone_of(client, start):
    _, zone = client.get_timezone_sync(start.get_tzid(), None)
    return zone


def shown(client, component):
    given = component.get_dtstart()
    start = given.get_value()
    written = f"{start.get_year():04}-{start.get_month():02}-{start.get_day():02}"
    instant = None
    if not start.is_date():
        written += f"T{start.get_hour():02}:{start.get_minute():02}:{start.get_second():02}"
        moment = GLib.DateTime.new_from_unix_utc(start.as_timet_with_zone(zone_of(client, given)))
        instant = moment.format("%Y-%m-%dT%H:%M:%SZ")
    summary = component.get_summary().get_value()
    return {"uid": component.get_uid(), "summary": summary, "start": written, "startInstant": instant}


backend, address = sys.argv[1:]
registry = EDataServer.SourceRegistry.new_sync(None)
client = ECal.Client.connect_sync(add(registry, backend, address), ECal.ClientSourceType.EVENTS, 1, None)
for line in sys.stdin:
    if line.strip() == "refresh":
        client.refresh_sync(None)
        answer = True
    elif line.strip() == "readonly":
        answer = client.is_readonly()
    else:
        _, components = client.get_object_list_as_comps_sync("#t", None)
        answer = [shown(client, component) for component in components]
    print(json.dumps(answer), flush=True)
