/** As the app writes it into a text: a link in Markdown, `[@Ada Lovelace](user:<id>)`. */
const mention = /\]\(user:([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})\)/gi

/** More are not told of one text. */
const most = 50

/** The users that a text mentions, each once. */
export function mentionsIn(text: string | null | undefined): string[] {
  const ids = [...(text ?? '').matchAll(mention)].flatMap(([, id]) => id?.toLowerCase() ?? [])
  return [...new Set(ids)].slice(0, most)
}
