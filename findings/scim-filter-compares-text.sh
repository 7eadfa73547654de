#!/usr/bin/env bash
# scim2-parse-filter 0.2.10 compares instants as text, so a user changed after the given time is not found.
#
# An identity provider asks for what changed: meta.lastModified gt "2026-03-02T11:30:00+02:00". That is 09:30 UTC, and
# the user was changed at 10:00 UTC. The filter compares the two strings, "10..." with "11...", and says no. With
# times in UTC and equal precision it is right, so every example works.
# For a CRM: an incremental sync from a provider with a local offset silently skips hours of changes. Bring both to
# UTC.
# Source: RFC 7644 3.4.2.2, on gt: for DateTime types the comparison is chronological; RFC 7643 2.3.5: xsd:dateTime,
# offset allowed.
set -euo pipefail
packages=(scim2-parse-filter@0.2.10)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module"}' >package.json
npm install --loglevel error --ignore-scripts --no-audit --no-fund --no-package-lock \
  --no-update-notifier --cache "${npm_config_cache:-$dir/cache}" "${packages[@]}" >/dev/null
echo "${packages[*]} on Node.js $(node --version)"

cat >finding.mjs <<'JS'
import assert from 'node:assert/strict'
import { filter, parse } from 'scim2-parse-filter'

const user = { userName: 'anna', meta: { lastModified: '2026-03-02T10:00:00Z' } }
const seen = ['2026-03-02T09:30:00Z', '2026-03-02T11:30:00+02:00'].map((since) =>
  filter(parse(`meta.lastModified gt "${since}"`))(user),
)
console.log('expected: true, true (the two are the same instant)')
console.log(`seen:     ${seen.join(', ')}`)
assert.deepEqual(seen, [true, false])
JS
node finding.mjs
