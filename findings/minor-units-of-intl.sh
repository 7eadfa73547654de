#!/usr/bin/env bash
# Node's Intl and ISO 4217 (as @dinero.js/currencies 2.0.0-alpha.15 has it) disagree about cents: by 1000 for the
# dinar.
#
# Both claim to know how many decimals a currency has, so minor units from one and the display of the other look like
# a fit. Intl takes the digits from CLDR, which says what people write, not what banks book: 0 for the Iraqi dinar
# (ISO: 3), the forint, the Pakistani rupee and the Colombian peso (ISO: 2).
# For a CRM: scaling stored minor units by resolvedOptions().maximumFractionDigits prints 1,234.50 HUF as 123,450.
# Source: ISO 4217 list one, "Mnr Unt"; ECMA-402 CurrencyDigits (implementation-defined since 2024); CLDR
# currencyData.
set -euo pipefail
packages=(@dinero.js/currencies@2.0.0-alpha.15)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module"}' >package.json
npm install --loglevel error --ignore-scripts --no-audit --no-fund --no-package-lock \
  --no-update-notifier --cache "${npm_config_cache:-$dir/cache}" "${packages[@]}" >/dev/null
echo "${packages[*]} on Node.js $(node --version)"

cat >finding.mjs <<'JS'
import assert from 'node:assert/strict'
import * as currencies from '@dinero.js/currencies'

const intl = (code) =>
  new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions().maximumFractionDigits
const seen = ['EUR', 'HUF', 'PKR', 'COP', 'IQD'].map((code) => `${code} ${currencies[code].exponent}/${intl(code)}`)
console.log(`ICU ${process.versions.icu}, CLDR ${process.versions.cldr}`)
console.log('expected: the same number on both sides')
console.log(`seen:     ISO/Intl ${seen.join(', ')}`)
assert.equal(currencies.EUR.exponent, intl('EUR'))
for (const code of ['HUF', 'PKR', 'IQD']) assert.notEqual(currencies[code].exponent, intl(code))
JS
node finding.mjs
