#!/usr/bin/env bash
# mt940-js 1.0.0 books what the bank entered on 2 January a year too early.
#
# Field 61 of an MT940 statement has the value date with its year and the entry date without (MMDD): the reader has to
# take the nearest year. The library takes the value date's: value 31 December 2025, entry 0102 is "2025-01-02"; value
# 2 January 2026, entry 1231 is "2026-12-31", in the future. Wrong only in the first days of a year, when nobody runs
# a test.
# For a CRM: payments around New Year fall out of the period they are matched in.
# Source: SWIFT MT940, field 61, subfields 1 (Value Date, YYMMDD) and 2 (Entry Date, MMDD).
set -euo pipefail
packages=(mt940-js@1.0.0 tslib@2.8.1)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module"}' >package.json
npm install --loglevel error --ignore-scripts --no-audit --no-fund --no-package-lock \
  --no-update-notifier --cache "${npm_config_cache:-$dir/cache}" "${packages[@]}" >/dev/null
echo "${packages[*]} on Node.js $(node --version)"

cat >finding.mjs <<'JS'
import assert from 'node:assert/strict'
import { read } from 'mt940-js'

const statement = [
  ':20:STATEMENT', ':25:10000000/1234567', ':28C:1/1', ':60F:C251231EUR0,00',
  ':61:2512310102C250,00NTRFNONREF', ':86:Invoice 1001',
  ':61:2601021231C100,00NTRFNONREF', ':86:Invoice 1002',
  ':62F:C260102EUR350,00', '-', '',
]
const [{ transactions }] = await read(Buffer.from(statement.join('\r\n')))
const seen = transactions.map(({ valueDate, entryDate }) => `${valueDate} entered ${entryDate}`)
console.log('expected: 2025-12-31 entered 2026-01-02, 2026-01-02 entered 2025-12-31')
console.log(`seen:     ${seen.join(', ')}`)
assert.deepEqual(seen, ['2025-12-31 entered 2025-01-02', '2026-01-02 entered 2026-12-31'])
JS
node finding.mjs
