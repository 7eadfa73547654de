#!/usr/bin/env bash
# scim-patch 0.8.3 lets a person have two primary e-mail addresses.
#
# An identity provider adds a new address with primary: true. The protocol makes it the server's duty to take primary
# from the others in the same step; a library that applies PATCH operations is where one expects that. It appends and
# no more.
# For a CRM: code that takes the first primary goes on writing to the old address after a change in the directory.
# Source: RFC 7644 3.5.2: setting primary to true makes the server set it to false on the other values (SHALL).
set -euo pipefail
packages=(scim-patch@0.8.3)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module"}' >package.json
npm install --loglevel error --ignore-scripts --no-audit --no-fund --no-package-lock \
  --no-update-notifier --cache "${npm_config_cache:-$dir/cache}" "${packages[@]}" >/dev/null
echo "${packages[*]} on Node.js $(node --version)"

cat >finding.mjs <<'JS'
import assert from 'node:assert/strict'
import { scimPatch } from 'scim-patch'

const user = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName: 'anna',
  emails: [{ value: 'anna@old.example', type: 'work', primary: true }],
}
const added = { value: 'anna@new.example', type: 'other', primary: true }
const { emails } = scimPatch(user, [{ op: 'add', path: 'emails', value: [added] }])
const seen = emails.filter(({ primary }) => primary).map(({ value }) => value)
console.log('expected: anna@new.example')
console.log(`seen:     ${seen.join(', ')}`)
assert.deepEqual(seen, ['anna@old.example', 'anna@new.example'])
JS
node finding.mjs
