import type { WorkbookReader } from '../../platform/files/workbook.ts'
import { bounded, columnsOf, fileProblem, type Sheet } from './sheet.ts'

/** The largest workbook, in bytes: what is in it is packed, and has to be in memory whole. */
const largest = 20 * 1024 * 1024

/** The first sheet of a workbook whose first row is the header. @throws InvalidInput naming the file. */
export async function workbookSheet(
  file: string,
  read: () => AsyncIterable<Uint8Array>,
  workbooks: WorkbookReader,
): Promise<Sheet> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of read()) {
    length += piece.length
    if (length > largest)
      throw fileProblem(file, 'too-large', 'A workbook takes at most 20 MB: save the sheet as CSV.')
    pieces.push(piece)
  }
  const answer = await workbooks.read(Buffer.concat(pieces))
  if ('problem' in answer)
    throw fileProblem(
      file,
      answer.problem,
      answer.problem === 'too-large'
        ? 'This workbook takes too much to be read: save the sheet as CSV.'
        : 'This is no workbook that can be read here: save the sheet as CSV.',
    )
  const first = answer.rows.findIndex((row) => row.some((cell) => cell.trim() !== ''))
  const header = answer.rows[first]
  if (!header || answer.rows.length === first + 1)
    throw fileProblem(
      file,
      'no-rows',
      'No rows were found in the first sheet of this workbook. Some programs write workbooks that read as empty: open it in a spreadsheet and save it anew, or as CSV.',
    )
  const columns = columnsOf(file, header)
  const body = answer.rows.slice(first + 1)
  async function* rows() {
    for (const [place, row] of body.entries())
      yield { line: first + place + 2, values: columns.map((_, column) => row[column] ?? '') }
  }
  const remarks =
    answer.sheets > 1 ? [`This workbook has ${answer.sheets} sheets; the first one is read.`] : []
  return { columns, remarks, rows: bounded(file, rows()) }
}
