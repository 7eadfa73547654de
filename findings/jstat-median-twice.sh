#!/usr/bin/env bash
# jStat 1.9.6: the second quartile is not the median.
#
# The middle quartile is the median. jStat.median([1, 2, 3, 4]) is 2.5, jStat.quartiles of the same list gives 2 in
# the middle: quartiles picks the element at round(n p), median interpolates, percentile and quantiles are a third and
# a fourth way.
# For a CRM: a box of response times whose line is not the median printed beside it. Take all figures of a report from
# one function.
# Source: Hyndman and Fan 1996 have nine definitions of a sample quantile, and a report needs one; jStat's
# documentation names none.
set -euo pipefail
packages=(jstat@1.9.6)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module"}' >package.json
npm install --loglevel error --ignore-scripts --no-audit --no-fund --no-package-lock \
  --no-update-notifier --cache "${npm_config_cache:-$dir/cache}" "${packages[@]}" >/dev/null
echo "${packages[*]} on Node.js $(node --version)"

cat >finding.mjs <<'JS'
import assert from 'node:assert/strict'
import jstat from 'jstat'

const hours = [1, 2, 3, 4]
const seen = { median: jstat.jStat.median(hours), middle: jstat.jStat.quartiles(hours)[1] }
console.log('expected: median 2.5, middle quartile 2.5')
console.log(`seen:     median ${seen.median}, middle quartile ${seen.middle}`)
assert.deepEqual(seen, { median: 2.5, middle: 2 })
JS
node finding.mjs
