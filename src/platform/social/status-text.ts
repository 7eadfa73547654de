import sanitize from 'sanitize-html'

const signs: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' }
/** More of one is not read: cleaning is quadratic in nesting. */
const longest = 64 * 1024

/** What a status says, of the HTML that its server tells: its words and lines, and nothing that could act. */
export function textOfStatus(html: string): string {
  const lines = html
    .slice(0, longest)
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/<\/(p|li|h[1-6]|blockquote|pre)>\s*/gi, '\n\n')
  const words = sanitize(lines, { allowedTags: [], allowedAttributes: {} })
  return words
    .replace(/&(amp|lt|gt|quot);/g, (sign) => signs[sign] ?? sign)
    .replace(/[^\P{Cc}\n]+/gu, ' ')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}
