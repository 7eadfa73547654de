#!/usr/bin/env bash
# CEL's getDayOfMonth() is 0 on the first of the month (@marcbachmann/cel-js 8.0.0, as the specification says).
#
# Months from 0 are an old habit; days of the month from 0 are found nowhere else. CEL has both, and getDate() for the
# day from 1. The library follows the specification; its own README shows 15 for the 15th.
# For a CRM: an automation rule "on the first" written as getDayOfMonth() == 1 runs on the second, and one for the
# 31st never. Offer getDate() only.
# Source: the CEL language definition, list of standard functions: getDayOfMonth, "zero-based indexing".
set -euo pipefail
packages=(@marcbachmann/cel-js@8.0.0)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module"}' >package.json
npm install --loglevel error --ignore-scripts --no-audit --no-fund --no-package-lock \
  --no-update-notifier --cache "${npm_config_cache:-$dir/cache}" "${packages[@]}" >/dev/null
echo "${packages[*]} on Node.js $(node --version)"

cat >finding.mjs <<'JS'
import assert from 'node:assert/strict'
import { evaluate } from '@marcbachmann/cel-js'

const now = new Date('2026-03-01T10:00:00Z')
const seen = ['getDayOfMonth', 'getDate', 'getMonth'].map((name) => `${name} ${evaluate(`now.${name}()`, { now })}`)
console.log('expected: on 1 March: getDayOfMonth 1, getDate 1, getMonth 3 (or 2)')
console.log(`seen:     ${seen.join(', ')}`)
assert.deepEqual(seen, ['getDayOfMonth 0', 'getDate 1', 'getMonth 2'])
JS
node finding.mjs
