import { Button } from '@mantine/core'
import { Download } from 'lucide-react'
import { minorDigits } from '../../../src/domain/values/currency.ts'

/** The first line has the names. */
export type Lines = readonly (readonly (string | number | null | undefined)[])[]

/** Takes what a table shows along as a file that spreadsheets read (RFC 4180). */
export function ExportCsv({ name, lines }: { name: string; lines: () => Lines }) {
  const save = () => {
    // With the mark by which Excel knows UTF-8.
    const file = new Blob(['\uFEFF', csvOf(lines())], { type: 'text/csv;charset=utf-8' })
    const link = document.createElement('a')
    link.href = URL.createObjectURL(file)
    link.download = `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.csv`
    link.click()
    URL.revokeObjectURL(link.href)
  }
  return (
    <Button
      variant="default"
      size="compact-xs"
      leftSection={<Download size={12} />}
      aria-label={`Export: ${name}`}
      onClick={save}
    >
      Export
    </Button>
  )
}

/** An amount as spreadsheets count with it: in units of its currency. */
export function inUnits(amount: number | null | undefined, currency: string | undefined): number | null {
  return amount == null || currency === undefined ? null : amount / 10 ** minorDigits(currency)
}

export function csvOf(lines: Lines): string {
  return lines.map((line) => `${line.map(cell).join(',')}\r\n`).join('')
}

/** A text that a spreadsheet would take for a formula is told as a text: what people entered computes nothing there. */
function cell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return String(value)
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
