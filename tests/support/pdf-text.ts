/**
 * The words of a PDF that is not compressed, a line for each piece of text as it was set. Glyphs are told back into
 * letters by the table that each typeface in it has for that (ISO 32000-1, 9.10).
 */
export function textOf(pdf: Buffer): string[] {
  const text = pdf.toString('latin1')
  const objects = new Map(
    [...text.matchAll(/^(\d+) 0 obj\n(.*?)\nendobj$/gms)].map(([, id = '', body = '']) => [id, body]),
  )
  const lettersOf = new Map(
    [...text.matchAll(/^\/(F\d+) (\d+) 0 R$/gm)].map(([, name = '', id = '']) => {
      const table = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id) ?? '')?.[1] ?? ''
      return [name, lettersIn(objects.get(table) ?? '')]
    }),
  )
  let letters: readonly string[] = []
  return [...text.matchAll(/^\/(F\d+) [\d.]+ Tf$|^\[(.*)\] TJ$/gm)].flatMap(([, face, pieces]) => {
    if (face !== undefined) letters = lettersOf.get(face) ?? []
    if (pieces === undefined) return []
    const glyphs = [...pieces.matchAll(/<([0-9a-f]+)>/g)].flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? [])
    return [glyphs.map((glyph) => letters[Number.parseInt(glyph, 16)] ?? '\ufffd').join('')]
  })
}

/** By the number of the glyph. */
function lettersIn(table: string): string[] {
  return [...table.matchAll(/<[0-9a-f]{4}> <[0-9a-f]{4}> \[(.*?)\]/gs)].flatMap(([, row = '']) =>
    [...row.matchAll(/<([^>]*)>/g)].map(([, hex = '']) =>
      (hex.match(/[0-9a-f]{4}/g) ?? [])
        .map((code) => String.fromCharCode(Number.parseInt(code, 16)))
        .join(''),
    ),
  )
}
