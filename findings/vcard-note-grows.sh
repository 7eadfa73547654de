#!/usr/bin/env bash
# ical.js 2.2.1 leaves a backslash in the notes of a vCard 3.0, and writes it back as two.
#
# In a vCard 3.0 a semicolon in a text may be written "\;". The library knows that for structured values (N, ADR) and
# not for plain text: the note reads "Call first\; then write", and goes out as "\\;", which says: one backslash, then
# a semicolon.
# For a CRM: every exchange with an address book that escapes semicolons puts a backslash into the customer's note
# that nobody typed, and a change that nobody made into its history.
# Source: RFC 2426 section 4, text-value: ESCAPED-CHAR is "\\", "\;", "\," or "\n"; RFC 6350 3.4 allows it in 4.0.
set -euo pipefail
packages=(ical.js@2.2.1)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module"}' >package.json
npm install --loglevel error --ignore-scripts --no-audit --no-fund --no-package-lock \
  --no-update-notifier --cache "${npm_config_cache:-$dir/cache}" "${packages[@]}" >/dev/null
echo "${packages[*]} on Node.js $(node --version)"

cat >finding.mjs <<'JS'
import assert from 'node:assert/strict'
import ICAL from 'ical.js'

const card = ['BEGIN:VCARD', 'VERSION:3.0', 'FN:Anna Muster', 'N:Muster;Anna;;;']
card.push(String.raw`NOTE:Call first\; then write`, 'END:VCARD')
const parsed = new ICAL.Component(ICAL.parse(card.join('\r\n')))
const note = parsed.getFirstPropertyValue('note')
const written = parsed.toString().match(/^NOTE.*$/m)[0].trim()
console.log('expected: Call first; then write')
console.log(`seen:     ${note}, written back as ${written}`)
assert.equal(note, String.raw`Call first\; then write`)
assert.equal(written, String.raw`NOTE:Call first\\; then write`)
JS
node finding.mjs
