import { setImmediate as turn } from 'node:timers/promises'
import { fonts, grey, type Pdf, pdfOf, printable, writeFoot } from '../../papers/pdf.ts'
import type { Query } from '../export-bundle.ts'
import { leafHash } from '../merkle.ts'
import { leafOf } from '../transparency-log/leaf.ts'
import type { Checkpoint } from '../transparency-log/note.ts'
import type { Proved } from './proved.ts'

interface Told {
  query: Query
  events: readonly Proved[]
  checkpoint: Checkpoint
  /** The log's public key. */
  key: string
  signal?: AbortSignal | undefined
}

/** Nobody reads more pages than these make; the other files have every event. */
const mostShown = 1_000
const shownAtOnce = 10

/** The events as people read them, in PDF. The same events give the same bytes: its date is that of the newest event. */
export async function readable(told: Told): Promise<Buffer> {
  const { events, signal } = told
  const at = events.map(({ event }) => event.created).reduce((a, b) => (a > b ? a : b), '')
  return pdfOf({ title: `Events of ${subjectOf(told.query)}`, at }, async (doc) => {
    let page = 0
    const number = () => writeFoot(doc, `Page ${++page}`)
    doc.on('pageAdded', number)
    number()
    writeFacts(doc, told)
    for (const [index, proved] of events.slice(0, mostShown).entries()) {
      // Setting a page takes long enough for others to notice.
      if (index % shownAtOnce === 0) await turn(undefined, { signal })
      writeEvent(doc, proved)
    }
  })
}

function writeFacts(doc: Pdf, { query, events, checkpoint, key }: Told): void {
  doc
    .font(fonts.bold)
    .fontSize(18)
    .text(`Events of ${subjectOf(query)}`)
  doc.moveDown(0.5)
  const rest = events.length - mostShown
  const facts: readonly (readonly [string, string])[] = [
    ['Asked for', questionOf(query)],
    ['Events', `${events.length}${rest > 0 ? `, of which this shows the first ${mostShown}` : ''}`],
    ['Log', checkpoint.origin],
    ['Checkpoint', `${checkpoint.size} events, root ${checkpoint.root.toString('base64')}`],
    ['Key of the log', key],
  ]
  for (const [name, value] of facts) {
    doc.fontSize(9).font(fonts.bold).text(`${name}: `, { continued: true }).font(fonts.text).text(value)
  }
  doc.moveDown(0.5).fillColor(grey)
  doc.text(
    'For reading. What is proved is events.jsonl, line by line; INSTRUCTIONS.txt says how to check it. Where [sealed] ' +
      'stands, the log holds a personal value as ciphertext. Characters that the typeface lacks show as boxes.',
  )
  doc.fillColor('black').moveDown()
}

function writeEvent(doc: Pdf, { event, index }: Proved): void {
  const { created, stream, revision, type, data, metadata } = event
  const { actor, via, command, reason, occurredAt } = (metadata ?? {}) as Known
  // A heading stays with what follows it.
  if (doc.y > doc.page.height - 130) doc.addPage()
  doc.font(fonts.bold).fontSize(10).text(`${index}  ${type}`)
  const lines = [
    `${occurredAt ?? created}${occurredAt && occurredAt !== created ? `, recorded ${created}` : ''}`,
    `${stream}, revision ${revision}`,
    ...(actor
      ? [
          `By ${actor.kind} ${actor.id}${actor.roles?.length ? ` (${actor.roles.join(', ')})` : ''}` +
            `${actor.onBehalfOf ? ` on behalf of ${actor.onBehalfOf}` : ''}${via ? `, ${via.kind} ${via.id ?? ''}` : ''}` +
            `${command?.type ? `, ${command.type}` : ''}`,
        ]
      : []),
    ...(reason ? [`Because: ${[reason.code, reason.text].filter(Boolean).join(', ')}`] : []),
  ]
  doc.font(fonts.text).fontSize(8).fillColor(grey).text(lines.join('\n')).fillColor('black')
  for (const [path, value] of flat(data)) {
    doc.font(fonts.bold).text(`${path}  `, { continued: true, indent: 10 }).font(fonts.text).text(value)
  }
  doc.font(fonts.code).fontSize(6).fillColor(grey)
  doc
    .text(`leaf ${leafHash(leafOf(event)).toString('hex')}`)
    .fillColor('black')
    .moveDown(0.8)
}

interface Known {
  actor?: { kind?: string; id?: string; roles?: readonly string[]; onBehalfOf?: string }
  via?: { kind?: string; id?: string }
  command?: { type?: string }
  reason?: { text?: string; code?: string }
  occurredAt?: string
}

/** Each value with the way to it. */
function* flat(value: unknown, path = ''): Generator<[string, string]> {
  if (typeof value !== 'object' || value === null) return yield [path || 'value', printable(String(value))]
  const entries = Object.entries(value)
  if (entries.length === 0 && path !== '') yield [path, Array.isArray(value) ? 'none' : 'empty']
  for (const [key, inner] of entries) yield* flat(inner, path === '' ? key : `${path}.${key}`)
}

function subjectOf(query: Query): string {
  if (query.kind === 'record') return `${query.aggregate} ${query.id}`
  return query.kind === 'actor' ? `what ${query.actorId} did` : `${query.from} to ${query.to}`
}

function questionOf(query: Query): string {
  const upTo = `up to position ${query.upTo}`
  if (query.kind === 'period')
    return `everything ${query.basis} from ${query.from} to ${query.to}, both included, ${upTo}`
  return `${query.kind === 'record' ? `everything in ${query.stream}` : `everything done by ${query.actorId}`}, ${upTo}`
}
