import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { Forbidden, InvalidInput } from '../../commands/errors.ts'
import { position } from '../../domain/values/position.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { allows, type Principal } from '../../platform/people/permissions.ts'
import { ResumeTooOld } from '../../projections/changes.ts'
import { tokenOf } from '../http/authentication.ts'
import { type Endpoint, endpoint } from '../http/endpoint.ts'
import type { Known } from '../http/known.ts'
import { linesFrom } from '../http/lines.ts'
import { TooMany, Unauthorized, Unavailable } from '../http/problem.ts'
import type { Services } from '../http/services.ts'
import { flag } from '../lists/page.ts'
import { noteFollowing } from '../log/access.ts'
import type { Feed, Page } from './feed.ts'
import { change, type LiveChange } from './messages.ts'
import { type Row, rowsAfter, rowsOf } from './rows.ts'
import { differing, isPart, mayKnow, openedByOthers, outOfSight, shown, shownRow } from './sight.ts'

/** A sign of life comes this often, in ms; rights are looked up anew as often. */
const heartbeat = 15_000
/** A connection on which nothing moves for so long is let go, in ms. */
const patience = 60_000
/** How long one waits for what is told to be readable here, in ms. */
const untilThere = 5_000
/** Bytes that wait for a slow reader; what comes after is not even read. */
const waiting = 256 * 1024
/** A line is closed when it has this many changes. */
const lineLength = 100
/** Feeds that one may have open at a time. */
const mostOfOne = 8

const line = z
  .object({
    after: z
      .string()
      .optional()
      .describe(
        'Everything up to here is told: resume with it. Absent while a model is told anew from its beginning, which is done again ' +
          'after a cut.',
      ),
    position: position.optional().describe('The place in the log that `after` is of.'),
    changes: z.array(change).describe('As on the live channel; none: a sign of life.'),
    error: z
      .object({ code: z.string(), message: z.string() })
      .optional()
      .describe('Why nothing more comes: `unauthorized`.')
      .register(vocabulary, { id: 'FeedEnd' }),
  })
  .register(vocabulary, { id: 'FeedLine' })
type Line = z.input<typeof line>

const resumption = /^(\d{1,19})(?:-([0-9a-f]{16}))?$/

/** What a reader has come to: a position, and the rights under which it was told what was before. */
interface Reached {
  at: bigint
  rights: string | undefined
}

/**
 * `GET /changes`: what the live channel tells, of many models at once, as lines that go on for as long as they are read (BEY-10).
 * A reader that keeps `after` and comes back with it has the same state as the server, whatever was cut off, and whatever
 * became of the reader's rights in between.
 */
export function bulkFeed(app: FastifyInstance, services: Services, feed: Feed): Endpoint {
  const open = new Map<AbortController, string>()
  app.addHook('preClose', async () => {
    for (const one of open.keys()) one.abort()
  })
  return endpoint({
    method: 'GET',
    path: '/changes',
    summary:
      'Every change of every record that the reader sees, as it comes: from the first, or from where an earlier answer ended',
    tag: 'live',
    access: 'signed-in',
    hands: true,
    problems: ['not-yet-visible', 'too-many-requests'],
    parameters: z.object({
      models: z
        .string()
        .min(1)
        .max(2_000)
        .transform((text) => [...new Set(text.split(','))])
        .optional()
        .describe('Names of models, separated by commas; all that the reader may read unless told.'),
      after: z
        .string()
        .regex(resumption, 'must be `after` of a line, or a position as a command returned it')
        .optional()
        .describe(
          '`after` of the last line that was read, or a position. Absent: all rows there are come first.',
        ),
      follow: flag
        .default(true)
        .describe('Whether to wait for what comes; `false`: it ends with what there is.'),
    }),
    lines: { answered: line },
    async run({ parameters: { models: asked, after, follow }, known, request }) {
      const token = tokenOf(request)
      const reader = known()
      if (!token) throw new Unauthorized()
      mustBeReadable(services, reader.principal, asked)
      const reached = reachedBy(after)
      const last = reached && (await services.lastPosition())
      if (reached && last !== undefined && reached.at > last)
        throw new InvalidInput([
          {
            field: 'after',
            rule: 'position',
            message: `The log ends at ${last}: this was told by another one, or by what it was restored from. Read all anew.`,
          },
        ])
      if (reached && !(await services.readModels.waitFor(reached.at, untilThere)))
        throw new Unavailable(
          'not-yet-visible',
          `The read models have not reached position ${reached.at} yet.`,
        )
      // Nobody reads what is answered here.
      if (request.method === 'HEAD') return Readable.from([])
      const { id } = reader.principal.actor
      if ([...open.values()].filter((one) => one === id).length >= mostOfOne) throw new TooMany(10)
      const ending = new AbortController()
      open.set(ending, id)
      // A request from within the process has no connection that could stand still.
      if ('setTimeout' in request.raw.socket) request.raw.socket.setTimeout(patience)
      const lines = told(
        { services, feed, signal: ending.signal },
        { request, token, reader, asked, follow },
        reached,
      )
      const stream = linesFrom(lines, waiting)
      stream.on('close', () => {
        open.delete(ending)
        ending.abort()
      })
      return stream
    },
  })
}

/** @throws InvalidInput, Forbidden */
function mustBeReadable({ faces }: Services, principal: Principal, asked: readonly string[] = []): void {
  const unknown = asked.filter((model) => !faces.models.includes(model))
  if (unknown.length > 0)
    throw new InvalidInput([
      { field: 'models', rule: 'unknown', message: `There is no model ${unknown.join(', ')}.` },
    ])
  const hidden = asked.find((model) => !isReadable({ faces }, principal, model))
  if (hidden !== undefined) throw new Forbidden(`${hidden}.read`)
}

function isReadable({ faces }: Pick<Services, 'faces'>, { may }: Principal, model: string): boolean {
  return faces.privateModels.has(model) || allows(may, `${model}.read`)
}

function reachedBy(after: string | undefined): Reached | undefined {
  const [, at, rights] = resumption.exec(after ?? '') ?? []
  return at === undefined ? undefined : { at: BigInt(at), rights }
}

interface Asking {
  request: FastifyRequest
  token: string
  reader: Known
  asked: readonly string[] | undefined
  follow: boolean
}

async function* told(
  { services, feed, signal }: { services: Services; feed: Feed; signal: AbortSignal },
  { request, token, reader, asked, follow }: Asking,
  reached: Reached | undefined,
): AsyncGenerator<Line> {
  const { identity, faces } = services
  let { principal } = reader
  let models = readable()
  let rights = rightsOf(principal, models)
  let at = reached?.at ?? feed.position()
  /** Rights that may have changed: nothing is told before they are known again. */
  let unsure = false
  let checkedAt = performance.now()
  let saidAt = performance.now()
  let wake = () => {}
  /** Models that are to be told from their beginning. */
  const anew = new Set<string>()

  function startAnew(): void {
    at = feed.position()
    for (const model of models) anew.add(model)
  }

  function readable(): string[] {
    return (asked ?? faces.models).filter((model) => isReadable(services, principal, model))
  }

  /** Where a reader may resume: nowhere, while something is still to be told from its beginning. */
  const upTo = (position: bigint): Pick<Line, 'after' | 'position'> =>
    position < 0n || anew.size > 0 ? {} : { after: `${position}-${rights}`, position: String(position) }

  /** All there is of those models, in the place of what was told of them. */
  async function* whole(): AsyncGenerator<Line> {
    for (const model of anew) {
      yield { changes: [{ model, id: null, op: 'reset' }] }
      for (let last: string | undefined; ; ) {
        const rows = await rowsAfter(services, principal, model, { last, limit: lineLength })
        if (unsure || signal.aborted) return
        if (rows.length > 0) yield { changes: rows.map((row) => upsert(model, row)) }
        last = rows.at(-1)?.id
        if (rows.length < lineLength) break
      }
      anew.delete(model)
    }
    yield { ...upTo(at), changes: [] }
  }

  const upsert = (model: string, row: Row): LiveChange => ({
    model,
    id: row.id,
    op: 'upsert',
    row: shownRow(principal, model, row),
  })

  /** What the reader sees otherwise than before, once their rights are known again. False: they have none any more. */
  async function* adopted(): AsyncGenerator<Line, boolean> {
    unsure = false
    checkedAt = performance.now()
    const now = await identity.authenticate(token, request.ip)
    if (!now) return false
    const { records, gained, others } = differing(principal, now.principal)
    principal = now.principal
    if (others) {
      const left = models.filter((model) => !readable().includes(model))
      models = readable()
      for (const model of left) anew.delete(model)
      for (const model of models) anew.add(model)
      if (left.length > 0) yield { changes: left.map((model) => ({ model, id: null, op: 'reset' })) }
    }
    rights = rightsOf(principal, models)
    if (!others && records.length + gained.length > 0) yield* moved(records, gained)
    return true
  }

  /** Single records that came into sight or went out of it. */
  async function* moved(lost: readonly string[], gained: readonly string[]): AsyncGenerator<Line> {
    for (const model of models.filter((one) => isPart(services, one))) anew.add(model)
    for (const model of models.filter((one) => !isPart(services, one))) {
      const gone = await outOfSight(services, principal, model, lost)
      const rows = await rowsOf(services, principal, model, gained)
      const changes: LiveChange[] = [
        ...gone.map((id) => ({ model, id, op: 'remove' as const })),
        ...rows.map((row) => upsert(model, row)),
      ]
      if (unsure) anew.add(model)
      else if (changes.length > 0) yield { changes }
    }
  }

  /** Undefined: what came after is not kept any more. */
  async function pageAfter(from: bigint): Promise<Page | undefined> {
    try {
      return await feed.after(from)
    } catch (error) {
      if (error instanceof ResumeTooOld) return undefined
      throw error
    }
  }

  async function* deliver({ changes, to }: Page): AsyncGenerator<Line> {
    const actors = changes.flatMap(({ event }) => (event ? [event.actor.id] : []))
    const names = await identity.names([...new Set(actors)])
    const open = await openedByOthers(services, principal, models, changes)
    // It is told again, by the rights of then.
    if (unsure) return
    const mine = changes.filter((one) => models.includes(one.model) && mayKnow(principal, one, open))
    const resets = [...new Set(mine.flatMap(({ model, op }) => (op === 'reset' ? [model] : [])))]
    let part: LiveChange[] = []
    for (const [index, one] of mine.entries()) {
      part.push(shown(principal, one, names, open))
      const next = mine[index + 1]
      if (next && (next.position === one.position || part.length < lineLength)) continue
      yield { ...(resets.length === 0 && upTo(BigInt(one.position))), changes: part }
      part = []
      // The rest is told again, by the rights of then.
      if (unsure) return
    }
    for (const model of resets) anew.add(model)
    at = to
  }

  const news = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, heartbeat)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  const stops = [
    feed.onNews(() => wake()),
    identity.onChange(() => {
      unsure = true
      wake()
    }),
  ]
  signal.addEventListener('abort', () => wake())
  try {
    for (const model of models) noteFollowing(services, { ...reader, principal }, model, undefined)
    // What was told under other rights may be more than is seen now, or less.
    const isWhole = reached !== undefined && (reached.rights === undefined || reached.rights === rights)
    if (!isWhole) startAnew()
    while (!signal.aborted) {
      if (unsure || performance.now() - checkedAt > heartbeat) {
        if (!(yield* adopted())) {
          yield {
            changes: [],
            error: { code: 'unauthorized', message: 'This session or key is not valid any more.' },
          }
          return
        }
      } else if (anew.size > 0) yield* whole()
      else if (at < feed.position()) {
        const page = await pageAfter(at)
        if (!page) startAnew()
        for await (const each of page ? deliver(page) : []) {
          saidAt = performance.now()
          yield each
        }
      } else if (follow) {
        await news()
        if (performance.now() - saidAt < heartbeat - 1_000) continue
        saidAt = performance.now()
        yield { ...upTo(at), changes: [] }
      } else {
        yield { ...upTo(at), changes: [] }
        return
      }
    }
  } finally {
    for (const stop of stops) stop()
  }
}

/** What rights a reader has, in few letters: whether they are the same, and nothing of what they are. */
function rightsOf({ keys, masks }: Principal, models: readonly string[]): string {
  const said = JSON.stringify([[...keys].sort(), masks.hidden, [...models].sort()])
  return createHash('sha256').update(said).digest('hex').slice(0, 16)
}
