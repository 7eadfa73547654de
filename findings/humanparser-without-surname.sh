#!/usr/bin/env bash
# humanparser 2.7.0 takes the family name Ma for a Master of Arts: the person has no last name.
#
# A suffix is expected after a last name, and written like one (MA, M.A.). The parser strips anything on its list from
# the end first, whatever its case, even when nothing but a first name is left. "Lee Ma" is Lee, of no family, with a
# degree. Ma is one of the most common family names there are.
# For a CRM: imported contacts lose their name, sort first, and all look like duplicates of each other. Take a name
# that leaves the last name empty as it came.
# Source: README, which promises last name and suffix as separate parts.
set -euo pipefail
packages=(humanparser@2.7.0)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module"}' >package.json
npm install --loglevel error --ignore-scripts --no-audit --no-fund --no-package-lock \
  --no-update-notifier --cache "${npm_config_cache:-$dir/cache}" "${packages[@]}" >/dev/null
echo "${packages[*]} on Node.js $(node --version)"

cat >finding.mjs <<'JS'
import assert from 'node:assert/strict'
import human from 'humanparser'

const { firstName, lastName, suffix } = human.parseName('Lee Ma')
console.log('expected: first name Lee, last name Ma')
console.log(`seen:     first name ${firstName}, last name "${lastName}", suffix ${suffix}`)
assert.deepEqual({ firstName, lastName, suffix }, { firstName: 'Lee', lastName: '', suffix: 'Ma' })
JS
node finding.mjs
