#!/usr/bin/env bash
# ics 3.12.0 writes an event of one day as "DURATION:P1DT", which is no duration.
#
# The library validates its input with care and returns { error, value }, so its output is taken for valid. Hours and
# minutes are. Whole days and weeks end in a "T" that announces a time and brings none: P1DT, P1WT. Many readers
# shrug; one that follows the grammar, like Temporal.Duration, refuses the text, and a strict calendar server the
# whole event.
# For a CRM: all-day invitations are the ones that get lost, at some recipients only. Give an end instead of a
# duration.
# Source: RFC 5545 3.3.6: dur-time = "T" (dur-hour / dur-minute / dur-second); the weeks form has no time at all.
set -euo pipefail
packages=(ics@3.12.0 temporal-polyfill@1.0.8)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module"}' >package.json
npm install --loglevel error --ignore-scripts --no-audit --no-fund --no-package-lock \
  --no-update-notifier --cache "${npm_config_cache:-$dir/cache}" "${packages[@]}" >/dev/null
echo "${packages[*]} on Node.js $(node --version)"

cat >finding.mjs <<'JS'
import assert from 'node:assert/strict'
import ics from 'ics'
import { Temporal } from 'temporal-polyfill'

const duration = (length) =>
  ics.createEvent({ title: 'Fair', start: [2026, 3, 2], duration: length }).value.match(/^DURATION:(.*)$/m)[1].trim()
const seen = [{ days: 1 }, { weeks: 1 }, { hours: 2 }].map(duration)
const readable = seen.map((text) => {
  try {
    return Temporal.Duration.from(text).toString()
  } catch {
    return 'refused'
  }
})
console.log('expected: P1D P1W PT2H')
console.log(`seen:     ${seen.join(' ')} (read by Temporal: ${readable.join(', ')})`)
assert.deepEqual(seen, ['P1DT', 'P1WT', 'PT2H'])
assert.deepEqual(readable, ['refused', 'refused', 'PT2H'])
JS
node finding.mjs
