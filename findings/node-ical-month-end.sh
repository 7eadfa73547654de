#!/usr/bin/env bash
# node-ical 0.26.1 turns "monthly on the 31st" into "monthly on the 28th", for ever, after the first February.
#
# A month without a 31st should be left out; one may also expect clamping to the month's end. What nobody guesses is
# that the clamp sticks: 31 January, 28 February, then 28 March, 28 April and so on; as if the day were taken from the
# last occurrence and not from DTSTART.
# For a CRM: a customer's monthly review on the 31st is three days early in March and looks right until then.
# Source: RFC 5545 3.3.10: an instance with an invalid date (its example is 30 February) is ignored and not counted;
# the day missing from the rule is taken from DTSTART.
set -euo pipefail
packages=(node-ical@0.26.1)
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

const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Example//EN', 'BEGIN:VEVENT', 'UID:1@crm.example']
lines.push('DTSTAMP:20260101T000000Z', 'DTSTART:20260131T100000Z', 'DURATION:PT1H')
lines.push('RRULE:FREQ=MONTHLY;COUNT=4', 'SUMMARY:Review', 'END:VEVENT', 'END:VCALENDAR', '')
const event = Object.values(ical.sync.parseICS(lines.join('\r\n'))).find(({ type }) => type === 'VEVENT')
const seen = ical
  .expandRecurringEvent(event, { from: new Date('2026-01-01'), to: new Date('2027-01-01') })
  .map(({ start }) => start.toISOString().slice(0, 10))
console.log('expected: 2026-01-31 2026-03-31 2026-05-31 2026-07-31')
console.log('seen:    ', seen.join(' '))
assert.deepEqual(seen, ['2026-01-31', '2026-02-28', '2026-03-28', '2026-04-28'])
JS
node finding.mjs
