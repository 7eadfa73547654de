#!/usr/bin/env bash
# node-ical 0.26.1 ends a name that stands in quotation marks at its first semicolon.
#
# The value of a parameter is put into quotation marks just because it holds a semicolon, a colon or a comma (RFC 5545). The library
# takes the colon and the comma as part of the name and parts it at the semicolon: "Doe; Jane" is `"Doe` with one mark left, and
# the rest is gone without an error. For a CRM: who has answered an invitation is known by half of a name, or by that of nobody.
# Source: RFC 5545, section 3.1 (param-value, quoted-string) and 3.2.2 (CN).
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

function readName(name) {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Example//EN',
    'METHOD:REPLY',
    'BEGIN:VEVENT',
    'UID:one',
    'DTSTAMP:20260101T090000Z',
    'DTSTART:20260101T100000Z',
    `ATTENDEE;CN="${name}";PARTSTAT=ACCEPTED:mailto:jane@example.com`,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ]
  const [event] = Object.values(ical.sync.parseICS(lines.join('\r\n'))).filter((one) => one?.type === 'VEVENT')
  return event.attendee.params.CN
}

const expected = { comma: 'Doe, Jane', colon: 'Desk: Jane', semicolon: 'Doe; Jane' }
const seen = { comma: readName('Doe, Jane'), colon: readName('Desk: Jane'), semicolon: readName('Doe; Jane') }
console.log(`expected: ${JSON.stringify(expected)}`)
console.log(`seen:     ${JSON.stringify(seen)}`)
assert.equal(seen.semicolon, '"Doe')
assert.deepEqual([seen.comma, seen.colon], [expected.comma, expected.colon])
JS
node finding.mjs
