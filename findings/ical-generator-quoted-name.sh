#!/usr/bin/env bash
# ical-generator 10.2.0 escapes the quotation marks of an attendee's name with a backslash, and a calendar reads half of the name.
#
# In iCalendar a backslash escapes in the values of properties only. A parameter such as CN is text between quotation marks in
# which neither a quotation mark nor an escape can stand (RFC 5545); a mark is written ^' where both sides know that (RFC 6868). The
# library writes CN="Grace \"Gigi\" Auma", where the second mark ends the value: ical.js 2.2.1 reads the name as `Grace \`,
# without an error. For a CRM: people with a nickname are invited under a mutilated name.
# Source: RFC 5545, section 3.1 (QSAFE-CHAR) and 3.2; RFC 6868, section 3.
set -euo pipefail
packages=(ical-generator@10.2.0 ical.js@2.2.1)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module"}' >package.json
npm install --loglevel error --ignore-scripts --no-audit --no-fund --no-package-lock \
  --no-update-notifier --cache "${npm_config_cache:-$dir/cache}" "${packages[@]}" >/dev/null
echo "${packages[*]} on Node.js $(node --version)"

cat >finding.mjs <<'JS'
import assert from 'node:assert/strict'
import ICAL from 'ical.js'
import ical from 'ical-generator'

const name = 'Grace "Gigi" Auma'
const calendar = ical()
const start = new Date('2026-01-01T10:00:00Z')
const event = calendar.createEvent({ id: 'one', start, stamp: start, summary: 'Visit' })
event.createAttendee({ name, email: 'grace@example.com' })
const text = calendar.toString()

const [line] = text.replace(/\r\n[ \t]/g, '').split('\r\n').filter((one) => one.startsWith('ATTENDEE'))
const read = new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent').getFirstProperty('attendee')
const seen = read.getParameter('cn')
console.log(`written:  ${line}`)
console.log(`expected: ${JSON.stringify(name)}`)
console.log(`seen:     ${JSON.stringify(seen)}`)
assert.ok(line.includes(String.raw`CN="Grace \"Gigi\" Auma"`))
assert.equal(seen, 'Grace \\')
JS
node finding.mjs
