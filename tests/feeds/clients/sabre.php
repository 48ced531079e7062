<?php
// Prints the events of a calendar on standard input as JSON, read with sabre/vobject, which Nextcloud is built on.
error_reporting(E_ALL & ~E_DEPRECATED);
set_include_path(get_include_path() . PATH_SEPARATOR . '/usr/share/php');
require 'Sabre/VObject/autoload.php';

function textOf($component, $name) {
    return isset($component->$name) ? unescaped((string) $component->$name) : null;
}

// this version of the library leaves commas and semicolons of a text as they are written
function unescaped($value) {
    return strtr($value, ['\\\\' => '\\', '\\,' => ',', '\\;' => ';']);
}

function timeOf($event, $name) {
    if (!isset($event->$name)) return [null, null];
    $time = $event->$name->getDateTime();
    if ($event->$name->getDateType() === Sabre\VObject\Property\DateTime::DATE) return [$time->format('Y-m-d'), null];
    return [$time->format('Y-m-d\TH:i:s'), gmdate('Y-m-d\TH:i:s\Z', $time->getTimestamp())];
}

$calendar = Sabre\VObject\Reader::read(stream_get_contents(STDIN));
$events = [];
foreach ($calendar->select('VEVENT') as $event) {
    [$start, $startInstant] = timeOf($event, 'DTSTART');
    $events[] = [
        'uid' => textOf($event, 'UID'),
        'summary' => textOf($event, 'SUMMARY'),
        'description' => textOf($event, 'DESCRIPTION'),
        'location' => textOf($event, 'LOCATION'),
        'status' => textOf($event, 'STATUS'),
        'sequence' => (int) textOf($event, 'SEQUENCE'),
        'start' => $start,
        'startInstant' => $startInstant,
        'end' => timeOf($event, 'DTEND')[0],
    ];
}
$problems = array_map(fn($problem) => $problem['message'], $calendar->validate());
echo json_encode(['name' => textOf($calendar, 'X-WR-CALNAME'), 'events' => $events, 'problems' => $problems]);
