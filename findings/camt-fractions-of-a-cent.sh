#!/usr/bin/env bash
# iso20022.js 0.0.15 reads 4.35 EUR of a camt.053 statement as 434.99999999999994 cents.
#
# The library's amounts are in minor units, which exist so that money is whole numbers. It gets them by multiplying
# the parsed decimal by 100 without rounding, so a truncating store has 4.34 EUR, and a comparison with 435 fails. A
# yen has no minor unit, and 1000 JPY become 100000.
# For a CRM: payments are not matched with invoices of the same amount. Read the text of <Amt> yourself.
# Source: ISO 20022 ActiveCurrencyAndAmount is a decimal with the currency's own fraction digits (ISO 4217).
set -euo pipefail
packages=(iso20022.js@0.0.15)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module"}' >package.json
npm install --loglevel error --ignore-scripts --no-audit --no-fund --no-package-lock \
  --no-update-notifier --cache "${npm_config_cache:-$dir/cache}" "${packages[@]}" >/dev/null
echo "${packages[*]} on Node.js $(node --version)"

cat >finding.mjs <<'JS'
import assert from 'node:assert/strict'
import { CashManagementEndOfDayReport } from 'iso20022.js'

const entry = (amount, currency) =>
  `<Ntry><NtryRef>1</NtryRef><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>` +
  '<BookgDt><Dt>2026-03-02</Dt></BookgDt><ValDt><Dt>2026-03-02</Dt></ValDt><AcctSvcrRef>A1</AcctSvcrRef>' +
  '<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd></Ntry>'
const statement =
  '<?xml version="1.0" encoding="UTF-8"?>' +
  '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>' +
  '<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-03-02T18:00:00Z</CreDtTm></GrpHdr>' +
  '<Stmt><Id>S1</Id><ElctrncSeqNb>1</ElctrncSeqNb><CreDtTm>2026-03-02T18:00:00Z</CreDtTm>' +
  '<FrToDt><FrDtTm>2026-03-02T00:00:00Z</FrDtTm><ToDtTm>2026-03-02T18:00:00Z</ToDtTm></FrToDt>' +
  '<Acct><Id><IBAN>DE87123456781234567890</IBAN></Id><Ccy>EUR</Ccy>' +
  '<Svcr><FinInstnId><BIC>TESTDEFFXXX</BIC></FinInstnId></Svcr></Acct>' +
  '<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">0.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>' +
  `<Dt><Dt>2026-03-02</Dt></Dt></Bal>${entry('4.35', 'EUR')}${entry('19.99', 'EUR')}${entry('1000', 'JPY')}` +
  '</Stmt></BkToCstmrStmt></Document>'
const [{ entries }] = CashManagementEndOfDayReport.fromXML(statement).statements
const seen = entries.map(({ amount, currency }) => `${amount} ${currency}`)
console.log('expected: 435 EUR, 1999 EUR, 1000 JPY')
console.log(`seen:     ${seen.join(', ')}`)
assert.deepEqual(seen, ['434.99999999999994 EUR', '1998.9999999999998 EUR', '100000 JPY'])
JS
node finding.mjs
