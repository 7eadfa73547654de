import { addressLines } from '../../../domain/values/address-lines.ts'
import type { LetterForm } from '../../../domain/values/letter-form.ts'
import { breathe, fonts, grey, type Pdf, pdfOf, printable } from '../../../platform/papers/pdf.ts'

/** All that stands on a letter. */
export interface LetterOnPaper {
  address: readonly string[]
  subject: string
  body: string
  /** When it was written: the date on it. */
  at: string
}

export interface Sender {
  legalName: string
  address: Parameters<typeof addressLines>[0] | null
  timeZone: string
}

const mm = (length: number) => (length / 25.4) * 72

interface Form {
  size: 'A4' | 'LETTER'
  /** Where the window is, in points from the top left of the sheet. */
  window: { x: number; y: number; width: number }
  /** Where the sender stands, small, above the address; null: in the head alone. */
  back: number | null
  /** Where the text begins. */
  text: number
  margin: { left: number; right: number; bottom: number }
  /** Where the sheet is folded. */
  folds: readonly number[]
  /** The writing of a day. */
  day: string
}

/**
 * DIN 5008:2020, form B: the field for the address begins 45 mm below the edge and 20 mm from the left, the sender's line in the first
 * 17.7 mm of it, six lines of address in the next 27.3 mm; folded at 105 and 210 mm. A US #10 has its window 7/8 inch from the
 * left and 1/2 inch from the bottom, 4 1/2 by 1 1/8 inches: a sheet of letter paper that is folded in three shows what stands 2 to
 * 3 1/8 inches below its edge.
 */
const forms: Readonly<Record<LetterForm, Form>> = {
  'din-5008-b': {
    size: 'A4',
    window: { x: mm(25), y: mm(62.7), width: mm(80) },
    back: mm(57),
    text: mm(103.46),
    margin: { left: mm(25), right: mm(20), bottom: mm(25) },
    folds: [mm(105), mm(210)],
    day: 'en-GB',
  },
  'us-10': {
    size: 'LETTER',
    window: { x: 72, y: 2.1 * 72, width: 3.3 * 72 },
    back: null,
    text: 3.9 * 72,
    margin: { left: 72, right: 72, bottom: 72 },
    folds: [],
    day: 'en-US',
  },
}

/** Letters in one file, each on sheets of its own, so that they are put into windows as they lie: the same letters give the same bytes. */
export function letterPaper(
  form: LetterForm,
  sender: Sender,
  letters: readonly LetterOnPaper[],
  title: string,
): Promise<Buffer> {
  const { size } = forms[form]
  const at = letters[0]?.at ?? '2000-01-01T00:00:00.000Z'
  return pdfOf({ title, at, size }, async (doc) => {
    for (const [index, letter] of letters.entries()) {
      if (index > 0) doc.addPage()
      writeLetter(doc, forms[form], sender, letter)
      if (index % 10 === 9) await breathe()
    }
  })
}

function writeLetter(
  doc: Pdf,
  form: Form,
  sender: Sender,
  { address, subject, body, at }: LetterOnPaper,
): void {
  const { left, right, bottom } = form.margin
  doc.page.margins = { top: left, left, right, bottom }
  const width = doc.page.width - left - right
  const from = [sender.legalName, ...(sender.address ? addressLines(sender.address).slice(0, -1) : [])]
  doc.font(fonts.bold).fontSize(11).text(printable(sender.legalName), left, mm(15), { width, align: 'right' })
  doc.font(fonts.text).fontSize(8.5).fillColor(grey)
  for (const line of from.slice(1)) doc.text(printable(line), left, doc.y, { width, align: 'right' })
  if (form.back !== null)
    doc.fontSize(6.5).text(printable(from.join(' · ')), form.window.x, form.back, {
      width: form.window.width,
      height: 9,
      ellipsis: true,
    })
  doc.fillColor('black').font(fonts.text).fontSize(10)
  for (const [index, line] of address.entries())
    doc.text(printable(line), form.window.x, form.window.y + index * 12.5, {
      width: form.window.width,
      height: 12.5,
      ellipsis: true,
    })
  const day = new Intl.DateTimeFormat(form.day, { dateStyle: 'long', timeZone: sender.timeZone }).format(
    new Date(at),
  )
  doc.text(day, left, form.text - 22, { width, align: 'right' })
  doc.font(fonts.bold).fontSize(11).text(printable(subject), left, form.text, { width })
  doc.font(fonts.text).fontSize(10.5).moveDown(1)
  for (const part of body.split(/\n{2,}/)) {
    doc.text(part.split('\n').map(printable).join('\n'), { width, lineGap: 2 })
    doc.moveDown(0.8)
  }
  for (const fold of form.folds) {
    doc.lineWidth(0.4).strokeColor(grey).moveTo(mm(4), fold).lineTo(mm(9), fold).stroke()
  }
}

/** A sheet of labels: so many in a row, and how large, in points. */
interface LabelSheet {
  size: 'A4' | 'LETTER'
  columns: number
  rows: number
  width: number
  height: number
  left: number
  top: number
  /** Between two columns. */
  gap: number
}

/** 99.1 by 38.1 mm, fourteen on A4 (Avery L7163); 2 5/8 by 1 inch, thirty on letter paper (Avery 5160). */
const sheets: Readonly<Record<LetterForm, LabelSheet>> = {
  'din-5008-b': {
    size: 'A4',
    columns: 2,
    rows: 7,
    width: mm(99.1),
    height: mm(38.1),
    left: mm(4.65),
    top: mm(15.15),
    gap: mm(2.5),
  },
  'us-10': {
    size: 'LETTER',
    columns: 3,
    rows: 10,
    width: 2.625 * 72,
    height: 72,
    left: 0.1875 * 72,
    top: 36,
    gap: 9,
  },
}

/** The addresses of letters on sheets of labels. */
export function labelPaper(
  form: LetterForm,
  letters: readonly LetterOnPaper[],
  title: string,
): Promise<Buffer> {
  const sheet = sheets[form]
  const each = sheet.columns * sheet.rows
  const at = letters[0]?.at ?? '2000-01-01T00:00:00.000Z'
  return pdfOf({ title, at, size: sheet.size }, (doc) => {
    for (const [index, { address }] of letters.entries()) {
      if (index > 0 && index % each === 0) doc.addPage()
      doc.page.margins = { top: 0, left: 0, right: 0, bottom: 0 }
      const place = index % each
      const x = sheet.left + (place % sheet.columns) * (sheet.width + sheet.gap) + 10
      const line = Math.min(12, (sheet.height - 10) / address.length)
      const y =
        sheet.top +
        Math.floor(place / sheet.columns) * sheet.height +
        (sheet.height - line * address.length) / 2
      doc.font(fonts.text).fontSize(Math.min(10, line * 0.85))
      for (const [at, text] of address.entries())
        doc.text(printable(text), x, y + at * line, { width: sheet.width - 20, height: line, ellipsis: true })
    }
  })
}
