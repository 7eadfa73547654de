import { parentPort, workerData } from 'node:worker_threads'
import readWorkbook from 'read-excel-file/node'
import type { WorkbookAnswer } from './workbook.ts'

/** Midnight is a day without a time: a spreadsheet knows no difference. */
function textOf(cell: unknown): string {
  if (typeof cell === 'string') return cell
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell)
  if (!(cell instanceof Date)) return ''
  if (Number.isNaN(cell.getTime())) return ''
  const text = cell.toISOString()
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text
}

async function answered(): Promise<WorkbookAnswer> {
  try {
    // Numbers as they are written: 0.1 is no double, and an account number of twenty digits neither.
    const sheets = await readWorkbook(Buffer.from(workerData as Uint8Array), {
      parseNumber: (text: string) => text,
    })
    const [first] = sheets
    const rows = (first?.data ?? []) as readonly (readonly unknown[])[]
    return { rows: rows.map((row) => row.map(textOf)), sheets: sheets.length }
  } catch {
    return { problem: 'no-workbook' }
  }
}

// The thread that one workbook is read in.
void answered().then((answer) => parentPort?.postMessage(answer))
