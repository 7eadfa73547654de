import { createRequire } from 'node:module'
import { setImmediate as turn } from 'node:timers/promises'
import type PDFDocument from 'pdfkit'

export type Pdf = InstanceType<typeof PDFDocument>

export const margin = 50
export const fonts = {
  text: 'DejaVuSansCondensed',
  bold: 'DejaVuSansCondensed-Bold',
  code: 'DejaVuSansMono',
}
export const grey = '#5c5f66'

/**
 * A document on A4 unless told otherwise, in typefaces that it brings along. The same strokes give the same bytes: its date is told, and no text
 * is compressed, because what that gives depends on the version of zlib. With `pages` all pages stay open to the end.
 */
export async function pdfOf(
  {
    title,
    at,
    pages = false,
    size = 'A4',
  }: { title: string; at: string; pages?: boolean; size?: 'A4' | 'LETTER' },
  write: (doc: Pdf) => Promise<void> | void,
): Promise<Buffer> {
  // Rarely needed, and not small.
  const { default: Document } = await import('pdfkit')
  const doc = new Document({
    size,
    margins: { top: margin, left: margin, right: margin, bottom: margin + 20 },
    compress: false,
    lang: 'en',
    displayTitle: true,
    ...(pages && { bufferPages: true }),
    info: { Title: title, CreationDate: new Date(at) },
  })
  const chunks: Buffer[] = []
  doc.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise<void>((resolve, reject) => {
    doc.on('end', resolve)
    doc.on('error', reject)
  })
  const { resolve } = createRequire(import.meta.url)
  for (const file of Object.values(fonts)) doc.registerFont(file, resolve(`dejavu-fonts-ttf/ttf/${file}.ttf`))
  await write(doc)
  doc.end()
  await ended
  return Buffer.concat(chunks)
}

/** Lets others have their turn: laying out a long document takes a good part of a second. */
export const breathe = turn

/** In the margin under the page that is open, where text does not flow. */
export function writeFoot(doc: Pdf, text: string): void {
  const { x, y } = doc
  const { bottom } = doc.page.margins
  doc.page.margins.bottom = 0
  doc.font(fonts.text).fontSize(7).fillColor(grey)
  doc.text(text, margin, doc.page.height - margin, {
    width: doc.page.width - 2 * margin,
    align: 'right',
  })
  doc.fillColor('black')
  doc.page.margins.bottom = bottom
  doc.x = x
  doc.y = y
}

/** Scripts that are set from left to right, a sign for a sign: others would be torn or turned round (UAX #9). */
const settable =
  /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Armenian}\p{Script=Georgian}\p{Script=Common}\p{Script=Inherited}]$/u

/** The signs in these texts that the typefaces do not have or that cannot be set one after the other, each once. */
export function unsettable(doc: Pdf, texts: readonly string[]): string[] {
  doc.font(fonts.text)
  const { font } = (doc as unknown as { _font: { font: { hasGlyphForCodePoint(code: number): boolean } } })
    ._font
  const isSet = (sign: string) => settable.test(sign) && font.hasGlyphForCodePoint(sign.codePointAt(0) ?? 0)
  const signs = new Set(texts.flatMap((text) => Array.from(text.normalize('NFC'))))
  // What nobody sees is written out by `printable`.
  return [...signs].filter((sign) => !/\p{C}/u.test(sign) && !isSet(sign))
}

/** The same before there is a document. */
export async function unsettableIn(texts: readonly string[]): Promise<string[]> {
  let signs: string[] = []
  await pdfOf({ title: '', at: '2000-01-01T00:00:00.000Z' }, (doc) => {
    signs = unsettable(doc, texts)
  })
  return signs
}

/** A control character could move the text about. */
export const printable = (text: string) =>
  text.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, (one) => `\\u{${one.codePointAt(0)?.toString(16)}}`) || '""'
