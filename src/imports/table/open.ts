import type { WorkbookReader } from '../../platform/files/workbook.ts'
import { csvSheet } from './csv.ts'
import { jsonSheet } from './json.ts'
import { fileProblem, type Sheet } from './sheet.ts'
import { vcardSheet } from './vcard.ts'
import { workbookSheet } from './xlsx.ts'

/** A file as it lies there. */
export interface TableFile {
  name: string
  read(): AsyncIterable<Uint8Array>
}

/**
 * A file as a table, by what it begins with rather than by its name: people rename files.
 * @throws InvalidInput naming the file and what is wrong with it.
 */
export async function openTable({ name, read }: TableFile, workbooks: WorkbookReader): Promise<Sheet> {
  const start = await startOf(read())
  if (start.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004')
    return workbookSheet(name, read, workbooks)
  // OLE2, which Excel wrote until 2007.
  if (start.subarray(0, 4).toString('hex') === 'd0cf11e0')
    throw fileProblem(name, 'xls', 'This is a workbook of Excel 97 to 2003 (.xls): save it as .xlsx or CSV.')
  const text = start
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart()
  if (/^BEGIN:VCARD/i.test(text)) return vcardSheet(name, read)
  if (/^[{[]/.test(text)) return jsonSheet(name, read)
  const mark = start.subarray(0, 2).toString('hex')
  if (start.includes(0) && mark !== 'fffe' && mark !== 'feff')
    throw fileProblem(name, 'form', 'This is no table: CSV, XLSX, vCard and JSON are taken.')
  return csvSheet(name, read)
}

async function startOf(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const start: Uint8Array[] = []
  let length = 0
  for await (const piece of bytes) {
    start.push(piece)
    length += piece.length
    if (length >= 4096) break
  }
  return Buffer.concat(start)
}
