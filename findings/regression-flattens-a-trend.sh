#!/usr/bin/env bash
# regression 2.0.1 fits a perfect line and then rounds the slope to zero.
#
# Five points lie exactly on y = 0.1 + 0.0036 x. By default the library rounds the *coefficients* to two decimals
# before it predicts, so the line is y = 0x + 0.17, the forecast is the same for every x, and r2 is 0 on data without
# any noise. The README says "significant figures", by which 0.0036 would stay as it is; it is decimals.
# For a CRM: conversion rates, or amounts over dates in milliseconds, have no trend. Pass precision: 10 and scale x.
# Source: README, "configuration options": precision sets "the number of significant figures".
set -euo pipefail
packages=(regression@2.0.1)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module"}' >package.json
npm install --loglevel error --ignore-scripts --no-audit --no-fund --no-package-lock \
  --no-update-notifier --cache "${npm_config_cache:-$dir/cache}" "${packages[@]}" >/dev/null
echo "${packages[*]} on Node.js $(node --version)"

cat >finding.mjs <<'JS'
import assert from 'node:assert/strict'
import regression from 'regression'

const points = [0, 10, 20, 30, 40].map((x) => [x, 0.1 + 0.0036 * x])
const fit = regression.linear(points)
const forecast = fit.predict(100)[1]
console.log('expected: slope 0.0036, at x = 100 y = 0.46, r2 = 1')
console.log(`seen:     slope ${fit.equation[0]}, at x = 100 y = ${forecast}, r2 = ${fit.r2}`)
assert.equal(fit.equation[0], 0)
assert.ok(forecast < 0.2)
assert.equal(regression.linear(points, { precision: 6 }).equation[0], 0.0036)
JS
node finding.mjs
