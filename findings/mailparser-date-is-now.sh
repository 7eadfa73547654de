#!/usr/bin/env bash
# mailparser 3.14.2 dates a mail whose time zone it does not know at the moment of parsing.
#
# "Date: Mon, 4 Mar 2019 10:00:00 CET" is how some systems write. RFC 5322 accepts such a zone from old senders and
# says how to read it: as -0000. The library hands the text to Date, which refuses it, and then sets the date to
# *now*, with nothing to tell it from a real one but the raw line in headerLines. Blanks around the colons, which the
# same section allows, do the same.
# For a CRM: years of imported mail pile up at the hour of the import, and a timeline shows them as today's.
# Source: RFC 5322 4.3, on zones of unknown meaning; obs-hour = [CFWS] 2DIGIT [CFWS].
set -euo pipefail
packages=(mailparser@3.14.2)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module"}' >package.json
npm install --loglevel error --ignore-scripts --no-audit --no-fund --no-package-lock \
  --no-update-notifier --cache "${npm_config_cache:-$dir/cache}" "${packages[@]}" >/dev/null
echo "${packages[*]} on Node.js $(node --version)"

cat >finding.mjs <<'JS'
import assert from 'node:assert/strict'
import { simpleParser } from 'mailparser'

for (const date of ['Mon, 4 Mar 2019 10:00:00 CET', 'Mon, 4 Mar 2019 10 : 00 : 00 +0100']) {
  const before = Date.now()
  const lines = ['From: Anna Muster <anna@firma.example>', 'To: crm@vendor.example', `Date: ${date}`]
  const mail = await simpleParser([...lines, 'Subject: Offer', '', 'Hello', ''].join('\r\n'))
  console.log(`Date: ${date}`)
  console.log('expected: 2019-03-04, or no date')
  console.log(`seen:     ${mail.date.toISOString()}`)
  assert.ok(mail.date.getTime() >= before - 1000 && mail.date.getTime() <= Date.now())
}
JS
node finding.mjs
