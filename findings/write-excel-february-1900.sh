#!/usr/bin/env bash
# write-excel-file 4.1.1 writes every day of January and February 1900 as the next one: 28 February 1900 becomes a day that
# never was.
#
# The days of a workbook are numbered from 1 January 1900 as 1, and number 60 is kept for a 29 February 1900 that there was
# not, so that numbers from 61 on are those of the days after it. The library counts from 30 December 1899 throughout, which
# is right from 1 March 1900 only. For a CRM: a date of birth or of founding moves by a day in the export, or is 29 February.
# Source: ECMA-376 part 1, 18.17.4.1 (the 1900 date base).
set -euo pipefail
packages=(write-excel-file@4.1.1 fflate@0.8.2)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module"}' >package.json
npm install --loglevel error --ignore-scripts --no-audit --no-fund --no-package-lock \
  --no-update-notifier --cache "${npm_config_cache:-$dir/cache}" "${packages[@]}" >/dev/null
echo "${packages[*]} on Node.js $(node --version)"

cat >finding.mjs <<'JS'
import assert from 'node:assert/strict'
import { strFromU8, unzipSync } from 'fflate'
import write from 'write-excel-file/node'

async function numberOf(day) {
  const cell = { value: new Date(`${day}T00:00:00Z`), type: Date, format: 'yyyy-mm-dd' }
  const book = unzipSync(new Uint8Array(await write([[cell]]).toBuffer()))
  return Number(/<v>([^<]*)<\/v>/.exec(strFromU8(book['xl/worksheets/sheet1.xml']))[1])
}

const expected = { '1900-01-01': 1, '1900-02-28': 59, '1900-03-01': 61 }
const seen = {}
for (const day of Object.keys(expected)) seen[day] = await numberOf(day)
console.log(`expected: ${JSON.stringify(expected)}`)
console.log(`seen:     ${JSON.stringify(seen)}`)
assert.deepEqual(seen, { '1900-01-01': 2, '1900-02-28': 60, '1900-03-01': 61 })
JS
node finding.mjs
