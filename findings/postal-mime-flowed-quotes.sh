#!/usr/bin/env bash
# postal-mime 4.0.0 joins the lines of a quotation and leaves the quote mark in the middle of the sentence.
#
# format=flowed breaks a paragraph into lines that end in a blank. The library unwraps them, also inside a quotation,
# but does not take off the ">" of the continued line first, so "> will we \n> pay?" becomes "> will we > pay?".
# Unquoted text is right, so the feature looks finished.
# For a CRM: quotations in threads show stray ">", and reply strippers and "was it quoted?" checks by line miss them.
# Source: RFC 3676 4.5 and 4.2: quote marks are removed before unstuffing and joining, and only equal depths are
# joined.
set -euo pipefail
packages=(postal-mime@4.0.0)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module"}' >package.json
npm install --loglevel error --ignore-scripts --no-audit --no-fund --no-package-lock \
  --no-update-notifier --cache "${npm_config_cache:-$dir/cache}" "${packages[@]}" >/dev/null
echo "${packages[*]} on Node.js $(node --version)"

cat >finding.mjs <<'JS'
import assert from 'node:assert/strict'
import PostalMime from 'postal-mime'

const head = ['From: anna@firma.example', 'Content-Type: text/plain; charset=utf-8; format=flowed', '']
const body = ['> When will we ', '> be paid?', '', 'On the ', 'second.', '']
const { text } = await PostalMime.parse([...head, ...body].join('\r\n'))
const seen = text.trim().split(/\r?\n/)
console.log('expected:', JSON.stringify(['> When will we be paid?', '', 'On the second.']))
console.log('seen:    ', JSON.stringify(seen))
assert.deepEqual(seen, ['> When will we > be paid?', '', 'On the second.'])
JS
node finding.mjs
