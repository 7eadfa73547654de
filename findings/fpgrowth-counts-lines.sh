#!/usr/bin/env bash
# node-fpgrowth 1.2.1 counts two toners in one basket as two baskets, and as one more with a printer.
#
# Support is the number of *transactions* an item set occurs in. With a product on two lines of an order the library
# counts lines: toner has support 3 with 2 of 3 orders, and printer with toner 2 though only one order has both. Sets
# like toner with toner can come out too. No error, no hint that baskets must be sets.
# For a CRM: "bought together" recommends what one customer bought twice. Pass [...new Set(order)].
# Source: Agrawal, Imielinski, Swami 1993, 2: an item set's support is the share of transactions that contain it.
set -euo pipefail
packages=(node-fpgrowth@1.2.1)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module"}' >package.json
npm install --loglevel error --ignore-scripts --no-audit --no-fund --no-package-lock \
  --no-update-notifier --cache "${npm_config_cache:-$dir/cache}" "${packages[@]}" >/dev/null
echo "${packages[*]} on Node.js $(node --version)"

cat >finding.mjs <<'JS'
import assert from 'node:assert/strict'
import fpgrowth from 'node-fpgrowth'

const orders = [
  ['printer', 'toner', 'toner'],
  ['printer', 'paper'],
  ['paper', 'toner'],
]
const result = await new fpgrowth.FPGrowth(0.3).exec(orders)
const sets = result.itemsets ?? result
const support = (...items) =>
  sets.find((set) => set.items.length === items.length && items.every((item) => set.items.includes(item)))?.support
console.log('expected: toner in 2 orders, printer with toner in 1')
console.log(`seen:     toner in ${support('toner')}, printer with toner in ${support('printer', 'toner')}`)
assert.equal(support('toner'), 3)
assert.equal(support('printer', 'toner'), 2)
JS
node finding.mjs
