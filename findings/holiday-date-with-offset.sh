#!/usr/bin/env bash
# date-holidays 3.37.0: a holiday's `date` that ends in "-0600" is not six hours west of Greenwich.
#
# Holidays of the Hebrew and Islamic calendars begin at sunset, which the library puts at 18:00 the evening before. It
# says so by appending "-0600" to the date: "begins six hours before". new Date() takes it for a UTC offset and is 15
# hours late in Jerusalem. The README promises a date "in ISO format without timezone". And 19:00 on that very date is
# no holiday.
# For a CRM: service level clocks of an Israeli, Turkish or Saudi calendar stand still at the wrong hours. Use start,
# end.
# Source: README, "Holiday object" and "Dates".
set -euo pipefail
packages=(date-holidays@3.37.0)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module"}' >package.json
npm install --loglevel error --ignore-scripts --no-audit --no-fund --no-package-lock \
  --no-update-notifier --cache "${npm_config_cache:-$dir/cache}" "${packages[@]}" >/dev/null
echo "${packages[*]} on Node.js $(node --version)"

cat >finding.mjs <<'JS'
import assert from 'node:assert/strict'
import Holidays from 'date-holidays'

const israel = new Holidays('IL')
const shavuot = israel.getHolidays(2026).find(({ date }) => date.startsWith('2026-05-22'))
const parsed = new Date(shavuot.date)
console.log(`date:     ${shavuot.date}`)
console.log(`expected: the start of the holiday, ${shavuot.start.toISOString()}`)
console.log(`seen:     read as a date, ${parsed.toISOString()}`)
assert.equal(shavuot.date, '2026-05-22 00:00:00 -0600')
assert.equal(shavuot.start.toISOString(), '2026-05-21T15:00:00.000Z')
assert.equal(parsed.toISOString(), '2026-05-22T06:00:00.000Z')

const evening = israel.isHoliday(new Date('2026-05-22T19:00:00+03:00'))
console.log(`expected: 19:00 in Jerusalem on that date is part of the holiday; seen: ${Boolean(evening)}`)
assert.equal(evening, false)
JS
node finding.mjs
