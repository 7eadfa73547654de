import { Fragment, type ReactNode } from 'react'
import classes from './markdown.module.css'

/** Somebody who is mentioned, by their id. */
export type Mention = (id: string, words: string) => ReactNode

/**
 * What people write, in the Markdown that is common to all of it: titles, lists, quotes, *emphasis*, **strength**, `names`,
 * links and mentions. It becomes elements, never HTML as text, so there is nothing to be slipped in.
 */
export function Prose({ text, mention = (_, words) => words }: { text: string; mention?: Mention }) {
  return (
    <div className={classes.text}>
      {blocksIn(text).map(({ kind, lines }, index) => {
        const key = `${index} ${lines[0]}`
        const inner = (line: string) => inline(line, mention)
        if (kind === 'title') return <h4 key={key}>{inner(lines[0] ?? '')}</h4>
        if (kind === 'code') return <pre key={key}>{lines.join('\n')}</pre>
        if (kind === 'bullets' || kind === 'numbers') {
          const List = kind === 'bullets' ? 'ul' : 'ol'
          return (
            <List key={key}>
              {lines.map((line, n) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a text do not move
                <li key={n}>{inner(line)}</li>
              ))}
            </List>
          )
        }
        const broken = lines.map((line, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a text do not move
          <Fragment key={n}>
            {n > 0 && <br />}
            {inner(line)}
          </Fragment>
        ))
        return kind === 'quote' ? <blockquote key={key}>{broken}</blockquote> : <p key={key}>{broken}</p>
      })}
    </div>
  )
}

type Kind = 'title' | 'bullets' | 'numbers' | 'quote' | 'code' | 'words'

const marks: readonly (readonly [Kind, RegExp])[] = [
  ['title', /^#{1,6}\s+/],
  ['bullets', /^[-*+]\s+/],
  ['numbers', /^\d{1,4}[.)]\s+/],
  ['quote', /^>\s?/],
]

function blocksIn(text: string): { kind: Kind; lines: string[] }[] {
  const blocks: { kind: Kind; lines: string[] }[] = []
  let open: { kind: Kind; lines: string[] } | undefined
  for (const line of text.split(/\r?\n/)) {
    if (/^```/.test(line)) {
      const wasCode = open?.kind === 'code'
      open = wasCode ? undefined : { kind: 'code', lines: [] }
      if (open) blocks.push(open)
      continue
    }
    if (open?.kind === 'code') {
      open.lines.push(line)
      continue
    }
    if (line.trim() === '') {
      open = undefined
      continue
    }
    const [kind, mark] = marks.find(([, pattern]) => pattern.test(line)) ?? ['words' as const, /^/]
    if (open?.kind !== kind || kind === 'title') {
      open = { kind, lines: [] }
      blocks.push(open)
    }
    open.lines.push(line.replace(mark, ''))
  }
  return blocks
}

const parts =
  /(`[^`\n]+`|\*\*[^*\n]+\*\*|\*[^*\n]+\*|_[^_\n]+_|\[[^\]\n]+\]\([^)\s]+\)|https?:\/\/[^\s<>")]*[^\s<>").,;:!?])/

function inline(text: string, mention: Mention): ReactNode {
  return text.split(parts).map((part, index) => {
    const made = index % 2 === 1 ? element(part, mention) : part
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text do not move
    return <Fragment key={index}>{made}</Fragment>
  })
}

function element(part: string, mention: Mention): ReactNode {
  if (part.startsWith('`')) return <code>{part.slice(1, -1)}</code>
  if (part.startsWith('**')) return <strong>{part.slice(2, -2)}</strong>
  if (part.startsWith('*') || part.startsWith('_')) return <em>{part.slice(1, -1)}</em>
  const [, words = part, address = part] = /^\[([^\]]+)\]\(([^)]+)\)$/.exec(part) ?? []
  const [, id] = /^user:([0-9a-f-]{36})$/i.exec(address) ?? []
  if (id) return mention(id.toLowerCase(), words)
  // Only what a browser opens elsewhere: a stored `javascript:` must never run.
  if (!/^(https?:\/\/|mailto:)/i.test(address)) return words
  return (
    <a href={address} target="_blank" rel="noreferrer noopener">
      {words}
    </a>
  )
}
