#!/usr/bin/env bash
# sip.js 0.21.2 writes another address than the one it read, when a number has an extension.
#
# "sip:+4930123456;ext=7@gw.example" is a telephone number with an extension in the user part, where ";" and "=" are
# allowed as they are. Parsed and written again it is "sip:+4930123456%3Bext%3D7@gw.example". For most characters %HH
# means the same; for reserved ones like these RFC 3261 says it does not.
# For a CRM: click-to-call of a number with an extension asks a gateway that compares as the RFC says for somebody
# unknown.
# Source: RFC 3261 25.1 (user-unreserved), 19.1.4 (reserved characters are not equivalent to their escapes), 19.1.6
# (tel).
set -euo pipefail
packages=(sip.js@0.21.2)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module"}' >package.json
npm install --loglevel error --ignore-scripts --no-audit --no-fund --no-package-lock \
  --no-update-notifier --cache "${npm_config_cache:-$dir/cache}" "${packages[@]}" >/dev/null
echo "${packages[*]} on Node.js $(node --version)"

cat >finding.mjs <<'JS'
import assert from 'node:assert/strict'
import { UserAgent } from 'sip.js'

const address = 'sip:+4930123456;ext=7@gw.example'
const seen = UserAgent.makeURI(address).toString()
console.log(`expected: ${address}`)
console.log(`seen:     ${seen}`)
assert.equal(seen, 'sip:+4930123456%3Bext%3D7@gw.example')
JS
node finding.mjs
