#!/usr/bin/env bash
# hyparquet 1.31.5 reads exact decimals as products of a float.
#
# Parquet's DECIMAL is an integer and a scale, so that money arrives as it was written: 35 with scale 2 is 0.35. The
# reader multiplies the integer by 10 ** -2, which a float does not hold, instead of dividing by 100: 0.35 arrives as
# 0.35000000000000003, and of the amounts from 0.01 to 1000.00 some 14 in a hundred are not the number that one would have typed.
# A comparison with the source fails, a filter by an amount finds nothing. What it gives can be told by no option.
# For a CRM: an export that is proved by reading it back differs from what was exported. Round to the scale after reading.
# Source: Apache Parquet, Logical Types, DECIMAL: "arbitrary-precision signed decimal numbers of the form unscaledValue *
# 10^(-scale)"; the file is written by hyparquet-writer 0.17.0, and holds the integers (seen with the conversion off).
set -euo pipefail
packages=(hyparquet@1.31.5 hyparquet-writer@0.17.0)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module"}' >package.json
npm install --loglevel error --ignore-scripts --no-audit --no-fund --no-package-lock \
  --no-update-notifier --cache "${npm_config_cache:-$dir/cache}" "${packages[@]}" >/dev/null
echo "${packages[*]} on Node.js $(node --version)"

cat >finding.mjs <<'JS'
import assert from 'node:assert/strict'
import { parquetReadObjects } from 'hyparquet'
import { parquetWriteBuffer } from 'hyparquet-writer'

const cents = Array.from({ length: 100_000 }, (_, n) => n + 1)
const file = parquetWriteBuffer({
  columnData: [{ name: 'amount', data: cents.map(BigInt) }],
  schema: [
    { name: 'root', num_children: 1 },
    {
      name: 'amount',
      type: 'INT64',
      repetition_type: 'REQUIRED',
      converted_type: 'DECIMAL',
      logical_type: { type: 'DECIMAL', precision: 18, scale: 2 },
      precision: 18,
      scale: 2,
    },
  ],
})
const rows = await parquetReadObjects({ file })
const read = rows.map(({ amount }) => amount)
const other = read.filter((amount, n) => amount !== cents[n] / 100)
console.log('expected: 0.35, and every amount the number that one types')
console.log(`seen:     ${read[34]}, and ${other.length} of ${read.length} amounts are other numbers`)
assert.equal(read[34], 0.35000000000000003)
assert.ok(other.length > 1_000)
// The integers are in the file: rounded to its scale, each is what was written.
assert.ok(read.every((amount, n) => Math.round(amount * 100) === cents[n]))
JS
node finding.mjs
