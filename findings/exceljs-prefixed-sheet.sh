#!/usr/bin/env bash
# exceljs 4.4.0 reads a worksheet whose XML has a namespace prefix as a sheet of no rows, without an error.
#
# Two documents that differ only in the prefix of a namespace are the same document, and the .NET world writes
# <x:worksheet> by habit. The streaming reader compares tag names as they are written, finds none it knows, and ends
# as if all were well. The sheet is listed, its rows are not.
# For a CRM: an import of such a workbook "succeeds" with nothing in it. Refuse a sheet without rows, by name.
# Source: Namespaces in XML 1.0, section 4: the prefix only stands for the namespace name; ECMA-376 part 1, 8.
set -euo pipefail
packages=(exceljs@4.4.0 jszip@3.10.1)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module"}' >package.json
npm install --loglevel error --ignore-scripts --no-audit --no-fund --no-package-lock \
  --no-update-notifier --cache "${npm_config_cache:-$dir/cache}" "${packages[@]}" >/dev/null
echo "${packages[*]} on Node.js $(node --version)"

cat >finding.mjs <<'JS'
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import ExcelJS from 'exceljs'
import JSZip from 'jszip'

const workbook = new ExcelJS.Workbook()
workbook.addWorksheet('Leads').addRows([['Name', 'Amount'], ['Anna', 12]])
const written = await JSZip.loadAsync(await workbook.xlsx.writeBuffer())
const zip = new JSZip()
const first = ['xl/workbook.xml', 'xl/_rels/workbook.xml.rels', 'xl/sharedStrings.xml']
for (const name of [...first, ...Object.keys(written.files)]) {
  if (!written.files[name].dir) zip.file(name, await written.file(name).async('string'))
}

const rows = async (file) => {
  await writeFile(file, await zip.generateAsync({ type: 'nodebuffer' }))
  const options = { worksheets: 'emit', sharedStrings: 'cache', styles: 'ignore', hyperlinks: 'ignore' }
  const counts = []
  for await (const sheet of new ExcelJS.stream.xlsx.WorkbookReader(file, options)) {
    let count = 0
    for await (const _ of sheet) count += 1
    counts.push(count)
  }
  return counts
}
const plain = await rows('plain.xlsx')
const part = 'xl/worksheets/sheet1.xml'
const xml = await zip.file(part).async('string')
zip.file(part, xml.replace(/<(\/?)(?=[a-zA-Z]+[ >/])/g, '<$1x:').replace(' xmlns=', ' xmlns:x='))
const prefixed = await rows('prefixed.xlsx')
console.log('expected: one sheet of 2 rows, with and without the prefix')
console.log(`seen:     without: ${plain.join()} rows, with: ${prefixed.join()} rows`)
assert.deepEqual([plain, prefixed], [[2], [0]])
JS
node finding.mjs
