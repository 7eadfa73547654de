#!/usr/bin/env bash
# exceljs 4.4.0 does not read back the text that it wrote: "VALVE_x0041_B" becomes "VALVEAB".
#
# In a workbook's strings "_x0041_" is an escape for the character U+0041, so such a text must be written with its
# first underscore escaped, "_x005F_x0041_". exceljs decodes the escape when it reads and does not encode it when it
# writes; other readers decode it too. Its streaming reader does not, so the two readers of one library differ.
# For a CRM: an exported part number or reference is another one in every spreadsheet program, and after a re-import.
# Source: ECMA-376 part 1, 22.9.2.19 ST_Xstring.
set -euo pipefail
packages=(exceljs@4.4.0)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module"}' >package.json
npm install --loglevel error --ignore-scripts --no-audit --no-fund --no-package-lock \
  --no-update-notifier --cache "${npm_config_cache:-$dir/cache}" "${packages[@]}" >/dev/null
echo "${packages[*]} on Node.js $(node --version)"

cat >finding.mjs <<'JS'
import assert from 'node:assert/strict'
import ExcelJS from 'exceljs'

const text = 'VALVE_x0041_B'
const workbook = new ExcelJS.Workbook()
workbook.addWorksheet('Parts').addRow([text])
await workbook.xlsx.writeFile('parts.xlsx')

const whole = new ExcelJS.Workbook()
await whole.xlsx.readFile('parts.xlsx')
const read = whole.getWorksheet('Parts').getCell('A1').value
let streamed
const options = { worksheets: 'emit', sharedStrings: 'cache', styles: 'ignore', hyperlinks: 'ignore' }
for await (const sheet of new ExcelJS.stream.xlsx.WorkbookReader('parts.xlsx', options)) {
  for await (const row of sheet) streamed = row.getCell(1).value
}
console.log(`expected: ${text} from both readers`)
console.log(`seen:     ${read} from the one, ${streamed} from the streaming one`)
assert.equal(read, 'VALVEAB')
assert.equal(streamed, text)
JS
node finding.mjs
