import { fileProblem } from './sheet.ts'

/** What windows-1252 has where ISO 8859-1 has controls (0x80 to 0x9F): `TextDecoder` of Node 20 does not know it. */
const cp1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

/**
 * In what a text is written: UTF-16 where it says so at its beginning, UTF-8 where all of its bytes are that, else what Excel
 * writes in Western Europe and America.
 */
export async function encodingOf(bytes: AsyncIterable<Uint8Array>): Promise<Encoding> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let isFirst = true
  try {
    for await (const piece of bytes) {
      const [a, b] = piece
      if (isFirst && a === 0xff && b === 0xfe) return 'utf-16le'
      if (isFirst && a === 0xfe && b === 0xff) return 'utf-16be'
      isFirst = false
      decoder.decode(piece, { stream: true })
    }
    decoder.decode()
    return 'utf-8'
  } catch {
    return 'windows-1252'
  }
}

/** The text as it comes, without a byte order mark. */
export async function* decoded(bytes: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  if (encoding === 'windows-1252') {
    for await (const piece of bytes)
      yield Buffer.from(piece)
        .toString('latin1')
        .replace(/[\u0080-\u009f]/g, (one) => cp1252[one.charCodeAt(0) - 0x80] ?? one)
    return
  }
  const decoder = new TextDecoder(encoding)
  for await (const piece of bytes) yield decoder.decode(piece, { stream: true })
  yield decoder.decode()
}

/** The longest line, in characters: what has none is not to be put together of ever more pieces. */
const longest = 4 * 1024 * 1024

/** Lines of a text, whatever ends them. @throws InvalidInput naming the file, where one is too long. */
export async function* textLines(file: string, pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = ''
  for await (const piece of pieces) {
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() ?? ''
    if (rest.length > longest)
      throw fileProblem(file, 'line-too-long', 'This file has a line of more than 4 MB.')
    yield* lines
  }
  yield rest.replace(/\r$/, '')
}
