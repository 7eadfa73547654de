#!/usr/bin/env bash
# arima 0.2.8 returns the *square* of what its README calls errors in every example.
#
# const [pred, errors] = arima.predict(12), say the examples, and a band of pred plus or minus 2 errors is the obvious
# next line. The second list holds variances: in EUR squared. Multiply the series by 1000 (EUR to thousandths) and it
# grows by a million. One sentence further down says "mean square errors".
# For a CRM: a forecast's band for amounts is absurdly wide, or for rates below 1 absurdly narrow. Take the square
# root.
# Source: README, section on predict: "predictions and mean square errors".
set -euo pipefail
packages=(arima@0.2.8)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module"}' >package.json
npm install --loglevel error --ignore-scripts --no-audit --no-fund --no-package-lock \
  --no-update-notifier --cache "${npm_config_cache:-$dir/cache}" "${packages[@]}" >/dev/null
echo "${packages[*]} on Node.js $(node --version)"

cat >finding.mjs <<'JS'
import assert from 'node:assert/strict'
import Arima from 'arima'

const series = Array.from({ length: 60 }, (_, i) => 100 + 10 * Math.sin(i / 2) + ((i * 7919) % 13) - 6)
const predict = (scale) =>
  new Arima({ p: 1, d: 0, q: 0, verbose: false }).train(series.map((y) => y * scale)).predict(1)
const [[value], [error]] = predict(1)
const [[scaled], [scaledError]] = predict(1000)
console.log('expected: a series 1000 times as large has a forecast and an error 1000 times as large')
console.log(`seen:     forecast ${(scaled / value).toFixed(0)} times, error ${(scaledError / error).toFixed(0)} times`)
assert.ok(Math.abs(scaled / value - 1000) < 50)
assert.ok(scaledError / error > 500_000)
JS
node finding.mjs
