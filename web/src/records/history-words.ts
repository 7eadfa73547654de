import type { HistoryEvent } from '../api/models.ts'

/** A name; where there is none, the server gives the id, which tells people nothing. */
export function actorWords({ kind, id, name }: HistoryEvent['actor']): string {
  if (kind === 'system') return 'The system'
  if (kind === 'visitor') return 'A visitor'
  if (name !== id) return name
  if (kind === 'customer') return 'A customer'
  return kind === 'api-key' ? 'An API key' : 'A former user'
}

const ways: Readonly<Record<string, string>> = {
  session: 'in the app',
  'api-key': 'through the API',
  saga: 'by an automatic step',
  timer: 'by a timer',
  import: 'by an import',
  cli: 'from the command line',
  link: 'by the link',
  form: 'by a form',
  portal: 'in the portal',
}

export function viaWords({ kind, rule }: { kind: string; rule?: string }): string {
  const way = ways[kind] ?? kind
  return rule ? `${way} (rule ${rule})` : way
}

/** Who did it where it was imported from, as they are called there; the product has not seen it itself. */
export function sourceWords({ source, via }: HistoryEvent): string | undefined {
  if (!source || via.kind !== 'import') return undefined
  return source.by === null
    ? `imported from ${source.system}`
    : `by ${source.by} in ${source.system}, imported`
}
