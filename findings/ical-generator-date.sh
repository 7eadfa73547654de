#!/usr/bin/env bash
# ical-generator 10.2.0 takes a Date and a time zone and writes the wrong hour.
#
# A Date is an instant, so naming a zone beside it leaves nothing open: 07:00 UTC is 09:00 in Berlin on 29 March 2026.
# The library writes the clock of the *process* and labels it with the event's zone, so the same call gives another
# instant on each machine. The README says the library "assumes that the given time matches the time zone"; an instant
# cannot but match.
# For a CRM: invitations arrive hours off, and how many depends on where the worker runs. Give Temporal or luxon
# values.
# Source: README, "Date, Time & Timezones"; ECMA-262: a Date is milliseconds since the epoch; RFC 5545 3.3.5, form 3.
set -euo pipefail
packages=(ical-generator@10.2.0)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module"}' >package.json
npm install --loglevel error --ignore-scripts --no-audit --no-fund --no-package-lock \
  --no-update-notifier --cache "${npm_config_cache:-$dir/cache}" "${packages[@]}" >/dev/null
echo "${packages[*]} on Node.js $(node --version)"

cat >finding.mjs <<'JS'
import assert from 'node:assert/strict'
import ical from 'ical-generator'

const calendar = ical()
calendar.createEvent({
  start: new Date('2026-03-29T07:00:00Z'),
  end: new Date('2026-03-29T08:00:00Z'),
  timezone: 'Europe/Berlin',
  summary: 'Kick-off',
})
const seen = calendar.toString().match(/^DTSTART.*$/m)[0].trim()
console.log(`process in ${process.env.TZ}`)
console.log('expected: DTSTART;TZID=Europe/Berlin:20260329T090000')
console.log(`seen:     ${seen}`)
assert.equal(seen, `DTSTART;TZID=Europe/Berlin:20260329T${process.env.LOCAL}`)
JS
TZ=UTC LOCAL=070000 node finding.mjs
TZ=America/New_York LOCAL=030000 node finding.mjs
