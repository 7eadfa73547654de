#!/usr/bin/env bash
# One rule, two good libraries, and the series ends on two different days: rrule-temporal 2.2.8 and node-ical 0.26.1.
#
# "Daily at 02:30 in Berlin, three times" meets a night without a 02:30. RFC 5545 as printed says in one section both
# that such an instance is ignored *and not counted*, and that it is read as 3.3.5 reads a date-time in the gap: moved
# forward. Only a verified erratum decides, for moving. rrule-temporal takes the printed rule (28, 30, 31 March; its
# README says so), node-ical the erratum (28, 29 at 03:30, 30 March), so quoting the RFC does not settle which one to
# mend.
# For a CRM: a task series written by one and read by the other has another end. Expand with one engine everywhere.
# Source: RFC 5545 3.3.10 (invalid date or nonexistent local time; and "interpreted in the same manner" as 3.3.5),
# erratum 4271.
set -euo pipefail
packages=(rrule-temporal@2.2.8 node-ical@0.26.1)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module"}' >package.json
npm install --loglevel error --ignore-scripts --no-audit --no-fund --no-package-lock \
  --no-update-notifier --cache "${npm_config_cache:-$dir/cache}" "${packages[@]}" >/dev/null
echo "${packages[*]} on Node.js $(node --version)"

cat >finding.mjs <<'JS'
import assert from 'node:assert/strict'
import ical from 'node-ical'
import { RRuleTemporal } from 'rrule-temporal'

const start = 'DTSTART;TZID=Europe/Berlin:20260328T023000'
const rule = 'RRULE:FREQ=DAILY;COUNT=3'
const utc = (instant) => new Date(instant).toISOString()

const temporal = new RRuleTemporal({ rruleString: `${start}\n${rule}` })
  .all()
  .map((at) => utc(at.epochMilliseconds))
const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Example//EN', 'BEGIN:VEVENT', 'UID:1@crm.example']
lines.push('DTSTAMP:20260101T000000Z', start, 'DURATION:PT10M', rule, 'END:VEVENT', 'END:VCALENDAR', '')
const event = Object.values(ical.sync.parseICS(lines.join('\r\n'))).find(({ type }) => type === 'VEVENT')
const read = ical
  .expandRecurringEvent(event, { from: new Date('2026-03-01'), to: new Date('2026-05-01') })
  .map((occurrence) => utc(occurrence.start))

console.log('expected:       the same three instants from both')
console.log('rrule-temporal:', temporal.join(' '))
console.log('node-ical:     ', read.join(' '))
assert.deepEqual(temporal, ['2026-03-28T01:30:00.000Z', '2026-03-30T00:30:00.000Z', '2026-03-31T00:30:00.000Z'])
assert.equal(read[1], '2026-03-29T01:30:00.000Z')
assert.equal(read.length, 3)
assert.notEqual(read.at(-1), temporal.at(-1))
JS
node finding.mjs
