#!/usr/bin/env bash
# mt940-js 1.0.0 reports money that the bank took back as a credit, and every payment received as an expense.
#
# In an MT940 statement "RC" is the reversal of a credit: a bounced direct debit, money leaving. The parser tests
# whether a C stands at the first *or second* place, so isCredit is true for C and RC alike. isExpense, which looks
# like its opposite, is true on both as well: it knows only three transaction codes of two Dutch banks as income.
# For a CRM: an invoice whose payment was reversed is marked paid twice. Read the mark yourself (C, D, RC, RD). (tslib
# is required by the package and not among its dependencies.)
# Source: SWIFT MT940, field 61, subfield 3 (Debit/Credit Mark): "RC Reversal of Credit (debit entry)".
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
  ':20:STATEMENT', ':25:10000000/1234567', ':28C:1/1', ':60F:C260301EUR1000,00',
  ':61:2603020302C250,00NTRFNONREF', ':86:Invoice 1001',
  ':61:2603030303RC250,00NTRFNONREF', ':86:Returned: invoice 1001',
  ':62F:C260303EUR1000,00', '-', '',
]
const [{ transactions }] = await read(Buffer.from(statement.join('\r\n')))
const seen = transactions.map(({ isCredit, isExpense }) => ({ isCredit, isExpense }))
console.log('expected: C credit, RC debit; an expense is what is no credit')
console.log('seen:    ', JSON.stringify(seen))
assert.deepEqual(seen, [
  { isCredit: true, isExpense: true },
  { isCredit: true, isExpense: true },
])
JS
node finding.mjs
