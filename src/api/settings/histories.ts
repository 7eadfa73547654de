import { z } from 'zod'
import { InvalidInput, KeyReused, StepRefused } from '../../commands/errors.ts'
import type { HistoryRequest } from '../../commands/execute.ts'
import { createdId } from '../../commands/ids.ts'
import { parseInput } from '../../commands/parse.ts'
import { instant } from '../../domain/values/instant.ts'
import { position as logPosition } from '../../domain/values/position.ts'
import { line } from '../../domain/values/text.ts'
import type { ImportReport, Notice } from '../../imports/import.ts'
import type { Principal } from '../../platform/people/permissions.ts'
import { derivedId, newId } from '../../platform/process/ids.ts'
import { endpoint } from '../http/endpoint.ts'
import { answersTo, type Line, linesFrom, linesOf } from '../http/lines.ts'
import { internalProblem, problemOf, problemSchema } from '../http/problem.ts'
import type { Extension, Services } from '../http/services.ts'
import { parseJson } from '../http/text.ts'
import type { Working } from '../operate/jobs.ts'
import type { Upload } from '../operate/uploads.ts'

/** The longest line taken, in bytes; what the event store takes at once is less. */
const longest = 4 * 1024 * 1024
const mostSteps = 1000

const key = line(200)
const step = z.object({
  key: key
    .optional()
    .describe('By which the step is known again: the source’s own, or left out its place in the history.'),
  command: z
    .string()
    .max(100)
    .meta({ examples: ['ticket.open', 'ticket.resolve'] }),
  at: instant.describe('When it happened.'),
  by: key
    .optional()
    .describe('Who did it, as the source calls them: an id rather than a name, because it stays in the log.'),
  reason: z
    .object({ code: line(100), text: line(500) })
    .partial()
    .optional(),
  body: z
    .record(z.string(), z.unknown())
    .default({})
    .describe(
      'As the command takes it. In the place of an id may stand {"$source": {"record": "account", "id": "A-1"}}: the record ' +
        'that this history of the source became, or becomes by an earlier line.',
    ),
})
const history = z.object({
  open: z
    .boolean()
    .default(false)
    .describe(
      'More of this record is to come from the source: its timers stand still until it is sent again without this.',
    ),
  source: z.object({ system: key, id: key }).describe('The record by which a repetition is known.'),
  history: z
    .array(step)
    .min(1)
    .max(mostSteps)
    .describe('From the command that makes the record on, oldest first.'),
})

const answer = z.object({
  line: z.int(),
  source: z.object({ system: z.string(), id: z.string() }).nullable(),
  status: z.enum(['created', 'updated', 'unchanged', 'refused']),
  record: z.string().optional(),
  id: z.uuid().optional(),
  revision: z.int().optional(),
  position: logPosition.optional(),
  events: z.int().describe('Written by this line.'),
  step: z
    .int()
    .nullable()
    .optional()
    .describe('The step that was refused, counted from 1; null: the line as such.'),
  problem: problemSchema.optional(),
})

type Answer = z.output<typeof answer>

const reference = z.strictObject({
  $source: z.strictObject({ system: key.optional(), record: z.string().max(100), id: key }),
})

/**
 * Whole lives of records, one a line. A line is carried out by `execute` like every command, written by one append or not
 * at all; its timers act between its steps. Lines run beside each other, but after those they refer to.
 */
export const historyImportEndpoints: Extension = (_app, services) => [
  endpoint({
    method: 'POST',
    path: '/histories',
    summary: 'Import whole histories of records from another system, one a line, each whole or not at all',
    tag: 'imports',
    access: { permission: 'import.run' },
    lines: { asked: history, answered: answer },
    async run({ request, principal }) {
      const asking: Principal = { ...principal(), via: { kind: 'import', id: newId() } }
      const carryOut = await importer(services, { principal: asking, log: request.log })
      return linesFrom(answersTo(linesOf(request.raw, longest), carryOut))
    },
  }),
]

/** The same of a file, as a job with a report. */
export async function importHistories(
  services: Pick<Services, 'faces' | 'execute' | 'sagas' | 'log'>,
  of: Working & { principal: Principal; name: string; file: Pick<Upload, 'lines' | 'read'> },
): Promise<ImportReport> {
  const { principal, name, file, progress, signal } = of
  const started = performance.now()
  const carryOut = await importer(services, { principal, log: services.log })
  const notices: Notice[] = []
  let [rows, unchanged, events, last] = [0, 0, 0, 0n]
  for await (const one of answersTo(until(signal, linesOf(file.read(), longest)), carryOut)) {
    events += one.events
    if (one.status === 'unchanged') unchanged++
    if (one.position !== undefined && BigInt(one.position) > last) last = BigInt(one.position)
    notices.push(...noticesOf(name, one))
    progress(++rows, file.lines)
  }
  const seconds = (performance.now() - started) / 1000
  return {
    rows,
    unchanged,
    events,
    seconds,
    eventsPerSecond: events / seconds,
    cancelled: signal.aborted,
    notices,
    position: last,
  }
}

/** What was begun is carried out; nothing is begun after somebody cancelled. */
async function* until<T>(signal: AbortSignal, items: AsyncIterable<T>): AsyncGenerator<T> {
  for await (const item of items) {
    if (signal.aborted) return
    yield item
  }
}

/** Why a line was refused: each field that is wrong, or the rule that it broke. */
function noticesOf(file: string, { line, step, problem }: Answer): Notice[] {
  if (!problem) return []
  const { errors = [], detail } = problem
  const place = step ? `Step ${step}: ` : ''
  const issues = errors.length > 0 ? errors : [{ field: '', message: detail }]
  return issues.map(({ field, message }) => ({
    file,
    line,
    kind: 'refused',
    field,
    message: `${place}${message}`,
  }))
}

const tooLong = new InvalidInput([
  { field: '', rule: 'too-long', message: `A line takes at most ${longest} bytes.` },
])

async function importer(
  { faces, execute, sagas }: Pick<Services, 'faces' | 'execute' | 'sagas'>,
  { principal, log }: { principal: Principal; log: Pick<Services['log'], 'error'> },
) {
  const halted = await sagas.timers.halted()
  const creates = new Set(faces.commands.filter((one) => one.creates).map(({ type }) => type))
  /** A file comes for the first time, or again. */
  let isNew = true
  const underWay = new Map<string, Promise<unknown>>()

  async function carriedOut(id: string, steps: readonly HistoryRequest[], open: boolean) {
    if (open && !halted.has(id)) {
      halted.add(id)
      await sagas.timers.halt(id)
    }
    const outcome = await execute.history(steps, { open, isNew })
    isNew = outcome.created
    if (!open && halted.delete(id)) await sagas.timers.goOn(id)
    return outcome
  }

  /** Begins at once, so that later lines find it under way. */
  return async function carryOut({ number, bytes }: Line): Promise<Answer> {
    let source: z.output<typeof history>['source'] | undefined
    try {
      if (!bytes) throw tooLong
      const asked = parseInput(history, parseJson(bytes, 'This line'))
      source = asked.source
      const { id, record, steps, ids } = requestsOf(asked, creates, principal)
      const before = [id, ...ids].flatMap((one) => underWay.get(one) ?? [])
      const work = Promise.allSettled(before).then(() => carriedOut(id, steps, asked.open))
      underWay.set(id, work)
      const { created, revision, position, events } = await work.finally(() => {
        if (underWay.get(id) === work) underWay.delete(id)
      })
      const status = created ? 'created' : events.length > 0 ? 'updated' : 'unchanged'
      return {
        line: number,
        source,
        status,
        record,
        id,
        revision,
        position: String(position),
        events: events.length,
      }
    } catch (error) {
      const refused = error instanceof StepRefused ? error : undefined
      const problem = await problemOfStep(refused ? refused.cause : error)
      if (!problem) log.error({ err: error, line: number }, 'a line could not be imported')
      return {
        line: number,
        source: source ?? null,
        status: 'refused',
        events: 0,
        step: refused ? refused.step + 1 : null,
        problem: problem ?? internalProblem(),
      }
    }
  }
}

async function problemOfStep(error: unknown) {
  const problem = await problemOf(error)
  if (!(error instanceof KeyReused) || !problem) return problem
  const detail =
    'This step was imported before with other values. What is written stays: say what changed as a step of its own.'
  return { ...problem, detail }
}

/** A history as requests: ids and command ids follow from the source's own, so that a repetition is known. */
function requestsOf(
  { source, history: steps }: z.output<typeof history>,
  creates: ReadonlySet<string>,
  principal: Principal,
) {
  const { system } = source
  const record = steps[0]?.command.split('.')[0] ?? ''
  const made = recordOf(system, record, source.id)
  const ids = new Set<string>()
  const requests = steps.map<HistoryRequest>(({ key: own, command, at, by, reason, body }, index) => {
    const isFirst = index === 0 && creates.has(command)
    return {
      command,
      ...(!creates.has(command) && { id: made.id }),
      commandId: isFirst ? made.commandId : derivedId('step', made.commandId, own ?? String(index + 1)),
      body: withIds(body, system, ids),
      occurredAt: at,
      principal,
      correlationId: made.commandId,
      ...(reason && { reason: reason as HistoryRequest['reason'] & object }),
      source: { ...source, ...(by !== undefined && { by }) },
    }
  })
  return { id: made.id, record, steps: requests, ids }
}

/** What a record of another system becomes here. */
export function recordOf(system: string, record: string, id: string) {
  const commandId = derivedId('history', system, record, id)
  return { commandId, id: createdId(commandId) }
}

/** With references resolved, deep; notes which records are named. */
function withIds(value: unknown, system: string, ids: Set<string>): unknown {
  if (typeof value === 'string') ids.add(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((one) => withIds(one, system, ids))
  if ('$source' in value) {
    const { $source: of } = parseInput(reference, value)
    const { id } = recordOf(of.system ?? system, of.record, of.id)
    ids.add(id)
    return id
  }
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withIds(one, system, ids)]))
}
