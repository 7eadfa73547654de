#!/usr/bin/env bash
# smpp 0.5.1 labels a short message "ASCII" and encodes it in the GSM alphabet.
#
# With the default settings a text goes out with data_coding 1, which SMPP defines as IA5/ASCII, but its octets are
# GSM 03.38: "@" is 0x00, "_" is 0x11, "[" is two octets. The library reads its own messages right, so a test against
# itself passes. Letters and digits are alike in both, so most texts arrive right too.
# For a CRM: an e-mail address or a link in an SMS arrives mutilated, at the gateways that believe the label. Set
# data_coding 0 yourself.
# Source: SMPP 3.4, 5.2.19 (data_coding 00000001 is "IA5 (CCITT T.50)/ASCII"); 3GPP TS 23.038, 6.2.1.
set -euo pipefail
packages=(smpp@0.5.1)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module"}' >package.json
npm install --loglevel error --ignore-scripts --no-audit --no-fund --no-package-lock \
  --no-update-notifier --cache "${npm_config_cache:-$dir/cache}" "${packages[@]}" >/dev/null
echo "${packages[*]} on Node.js $(node --version)"

cat >finding.mjs <<'JS'
import assert from 'node:assert/strict'
import smpp from 'smpp'

const text = 'anna_k@firma.example'
const pdu = new smpp.PDU('submit_sm', { destination_addr: '4915550100', short_message: text })
const buffer = pdu.toBuffer()
const { data_coding: coding, short_message: back } = new smpp.PDU(buffer)
const octets = buffer.subarray(buffer.length - text.length)
console.log(`expected: data_coding 1 and ${Buffer.from(text, 'ascii').toString('hex')}`)
console.log(`seen:     data_coding ${coding} and ${octets.toString('hex')}`)
assert.equal(coding, 1)
assert.equal(octets.toString('hex'), '616e6e61116b006669726d612e6578616d706c65')
assert.equal(back.message, text)
JS
node finding.mjs
