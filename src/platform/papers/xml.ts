/** What stands in an element: other elements, or text; nothing where a value is not there. */
export type Content = string | null | undefined | readonly Content[]

/** An element with what is in it; left out where there is nothing in it. */
export function element(
  name: string,
  content: Content,
  attributes: Readonly<Record<string, string>> = {},
): string {
  const inside = flat(content)
  if (inside.length === 0) return ''
  const named = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`)
  return `<${name}${named.join('')}>${inside}</${name}>`
}

/** Text between elements. */
export const text = (value: string | null | undefined): string => (value ? escaped(value) : '')

/** A whole file. */
export const document = (root: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`

const flat = (content: Content): string =>
  Array.isArray(content) ? content.map(flat).join('') : ((content as string | null | undefined) ?? '')

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** What no XML may hold, however it is written (XML 1.0, production 2): a reader would refuse the whole. */
const forbidden = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu

function escaped(value: string): string {
  return value.replace(forbidden, '\uFFFD').replace(/[&<>"]/g, (sign) => entities[sign] ?? sign)
}
