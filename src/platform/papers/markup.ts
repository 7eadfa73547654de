/** A link as it stands in a message: `[Our prices](https://example.com/prices)`. */
const link = /\[((?:\\.|[^\\[\]])*)\]\((https?:\/\/[^\s()<>]+)\)/g

/** What the links of a text lead to, each once, in their order. */
export function linksIn(text: string): string[] {
  return [...new Set([...text.matchAll(link)].flatMap(([, , url]) => url ?? []))]
}

/** A backslash says that what follows is a letter. */
export const unescaped = (text: string) => text.replace(/\\([\\[\]])/g, '$1')

/** The message as plain text: where a link leads stands behind its words. */
export function asText(text: string): string {
  return unescaped(
    text.replace(link, (_, words: string, url: string) => (words.trim() ? `${words} (${url})` : url)),
  )
}

const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => signs[sign] ?? sign)

/** The message as paragraphs with links, which are all that is markup in it. */
export const paragraphs = (text: string, addressOf = (url: string) => url): string =>
  text
    .trim()
    .split(/\n{2,}/)
    .map((part) => `<p>${inline(part, addressOf)}</p>`)
    .join('\n')

function inline(part: string, addressOf: (url: string) => string): string {
  let at = 0
  let made = ''
  for (const found of part.matchAll(link)) {
    const [whole, words = '', url = ''] = found
    made += escaped(unescaped(part.slice(at, found.index)))
    made += `<a href="${escaped(addressOf(url))}">${escaped(unescaped(words.trim() || url))}</a>`
    at = found.index + whole.length
  }
  return (made + escaped(unescaped(part.slice(at)))).replace(/\n/g, '<br>\n')
}

/**
 * The message as a page for mail programs: paragraphs and links, and nothing that is fetched unless `pixel` is. What a link
 * leads to may stand behind another address.
 */
export function asPage(
  text: string,
  {
    language,
    addressOf = (url) => url,
    pixel,
  }: {
    language: string
    addressOf?: (url: string) => string
    pixel?: string | undefined
  },
): string {
  const seen = pixel ? `\n<img src="${escaped(pixel)}" width="1" height="1" alt="">` : ''
  return `<!doctype html>
<html lang="${escaped(language)}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body style="font-family: system-ui, sans-serif; font-size: 16px; line-height: 1.5; max-width: 40em; margin: 0 auto; padding: 16px">
${paragraphs(text, addressOf)}${seen}
</body>
</html>
`
}
