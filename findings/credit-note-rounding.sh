#!/usr/bin/env bash
# currency.js 2.0.4: an invoice and its credit note, the same amount with the other sign, leave a cent.
#
# Halves are rounded towards plus infinity: 1.005 is 1.01, -1.005 is -1.00. A library made for money, with rounding of
# its own, is expected to treat signs alike, as commercial rounding (half away from zero) and bankers' rounding both
# do.
# For a CRM: cancelling an invoice of 0.005 fractions (tax, discount, hours times rate) does not bring the balance to
# zero.
# Source: ECMA-262 Math.round, which it uses: of two integers equally near, the one nearer to +Infinity. The
# documentation names no rule for halves.
set -euo pipefail
packages=(currency.js@2.0.4)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module"}' >package.json
npm install --loglevel error --ignore-scripts --no-audit --no-fund --no-package-lock \
  --no-update-notifier --cache "${npm_config_cache:-$dir/cache}" "${packages[@]}" >/dev/null
echo "${packages[*]} on Node.js $(node --version)"

cat >finding.mjs <<'JS'
import assert from 'node:assert/strict'
import currency from 'currency.js'

const tax = currency(20.1).multiply(0.05)
const taxBack = currency(-20.1).multiply(0.05)
const seen = [tax.value, taxBack.value, tax.add(taxBack).value]
console.log('expected: 5 % of 20.10 is 1.01, of -20.10 it is -1.01, together 0')
console.log(`seen:     ${seen.join(', ')}`)
assert.deepEqual(seen, [1.01, -1, 0.01])
JS
node finding.mjs
