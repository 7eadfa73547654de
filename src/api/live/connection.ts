import type { WebSocket } from 'ws'
import { InvalidInput } from '../../commands/errors.ts'
import { parseInput } from '../../commands/parse.ts'
import { allows, type Principal } from '../../platform/people/permissions.ts'
import { ResumeTooOld } from '../../projections/changes.ts'
import type { Change } from '../../projections/write.ts'
import type { Known } from '../http/known.ts'
import type { Services } from '../http/services.ts'
import { parseJson } from '../http/text.ts'
import { idsSeen } from '../lists/seen.ts'
import { noteFollowing } from '../log/access.ts'
import type { LogProgress } from '../operate/health.ts'
import type { Job } from '../operate/jobs.ts'
import type { Feed, Page } from './feed.ts'
import { clientMessage, type LiveChange, type ServerMessage } from './messages.ts'
import type { Presence } from './presence.ts'
import { differing, isPart, mayKnow, openedByOthers, outOfSight, shown } from './sight.ts'
import { end } from './sockets.ts'

/** One client of the live channel. */
export interface Follower {
  /** There may be something new. */
  look(): void
  /** Its rights may have changed. */
  recheck(): void
  /** Time for a sign of life, of both. */
  beat(): void
  job(job: Job): void
  wantsStatus(): boolean
  status(status: LogProgress): void
  /** Others write about a record than before. */
  writers(topic: string): void
  close(code: number, reason: string): void
}

/** Application codes: 4401 as in HTTP; 4408 for a client that does not keep up; 4400 for one that talks nonsense, or too much. */
export const closeCodes = { unauthorized: 4401, tooSlow: 4408, tooMuch: 4400 } as const

/** Bytes that may wait in a socket. Beyond, nothing is sent, and nothing is kept: the client's position says it all. */
const mayWait = 256 * 1024
/** A frame is closed when it has this many bytes. */
const frameSize = 64 * 1024
/** A client that has taken nothing for this long is let go, in ms. */
const patience = 10_000
/** How soon it is seen whether a full socket has room again, in ms. */
const lookAgain = 250
const mostTopics = 100
const mostMistakes = 20
/** The largest message taken from a client, in bytes: a subscription has no need for more. */
const largestMessage = 4096
/** Messages a client may send at once, as one that comes back does, and each second from then on. */
export const talk = { atOnce: 300, perSecond: 20 } as const

interface Topic {
  /** Everything up to here was sent, or was not for this client. */
  cursor: bigint
}

export function follow(
  socket: WebSocket,
  {
    services,
    feed,
    holder,
    presence,
  }: { services: Services; feed: Feed; holder: { token: string; known: Known }; presence: Presence },
): Follower {
  const topics = new Map<string, Topic>()
  const { token } = holder
  let { principal } = holder.known
  /** Rights that are being looked up anew. Nothing is sent meanwhile: what is new may be what took them away. */
  let checking: Promise<void> | undefined
  let looking = false
  let again = false
  let alive = true
  let stalledSince: number | undefined
  let retry: NodeJS.Timeout | undefined
  let mistakes = 0
  /** Topics of which it is written down already that they are followed here. */
  const noted = new Set<string>()
  /** Records that are written about here. */
  const written = new Set<string>()
  let allowance: number = talk.atOnce
  let heardAt = performance.now()

  const send = (message: ServerMessage) => sendText(JSON.stringify(message))
  const sendText = (text: string) => {
    if (socket.readyState === socket.OPEN) socket.send(text)
  }

  /** Where this client would have to resume. */
  function reached(): bigint {
    let least = feed.position()
    for (const { cursor } of topics.values()) if (cursor < least) least = cursor
    return least
  }

  const close = (code: number, reason: string) => end(socket, code, reason)

  function keepsUp(): boolean {
    if (socket.bufferedAmount <= mayWait) {
      stalledSince = undefined
      return true
    }
    stalledSince ??= performance.now()
    if (performance.now() - stalledSince > patience) {
      close(closeCodes.tooSlow, JSON.stringify({ after: String(reached()) }))
    } else {
      // Set again rather than added to, however often it is looked at meanwhile.
      clearTimeout(retry)
      retry = setTimeout(look, lookAgain).unref()
    }
    return false
  }

  function look(): void {
    if (looking) {
      again = true
      return
    }
    looking = true
    catchUp()
      .catch((error: unknown) => {
        services.log.warn({ err: error }, 'changes could not be sent; the client resumes')
        close(1011, JSON.stringify({ after: String(reached()) }))
      })
      .finally(() => {
        looking = false
        if (again) {
          again = false
          look()
        }
      })
  }

  async function catchUp(): Promise<void> {
    while (socket.readyState === socket.OPEN && keepsUp()) {
      const from = reached()
      if (topics.size === 0 || from >= feed.position()) return
      const page = await pageAfter(from)
      if (page) await deliver(page)
    }
  }

  /** Undefined: what the client has missed is not kept so long, and it was told to read anew. */
  async function pageAfter(from: bigint): Promise<Page | undefined> {
    try {
      return await feed.after(from)
    } catch (error) {
      if (!(error instanceof ResumeTooOld)) throw error
      const position = feed.position()
      for (const [name, topic] of topics) {
        if (topic.cursor >= error.oldest) continue
        topic.cursor = position
        fail('resume-too-old', `Read ${name} anew: ${error.message}.`, 'after')
        send({ subscribed: name, position: String(position) })
      }
      return undefined
    }
  }

  async function deliver({ changes, to }: Page): Promise<void> {
    const actors = changes.flatMap(({ event }) => (event ? [event.actor.id] : []))
    const names = await services.identity.names([...new Set(actors)])
    while (checking) await checking
    const models = [...topics.keys()].map((name) => name.split('/')[0] ?? '')
    const open = await openedByOthers(services, principal, models, changes)
    for (const [name, topic] of topics) {
      if (topic.cursor >= to) continue
      const mine = changes.filter(
        (change) =>
          BigInt(change.position) > topic.cursor && isAbout(name, change) && mayKnow(principal, change, open),
      )
      if (!sendAll(name, topic, mine, names, open)) return
      topic.cursor = to
    }
  }

  /** In frames of a bounded size that end between events. False: this client takes no more for now. */
  function sendAll(
    name: string,
    topic: Topic,
    changes: readonly Change[],
    names: ReadonlyMap<string, string>,
    open: ReadonlySet<string>,
  ): boolean {
    let parts: string[] = []
    let size = 0
    for (const [index, change] of changes.entries()) {
      const part = JSON.stringify(shown(principal, change, names, open))
      parts.push(part)
      size += part.length
      const next = changes[index + 1]
      if (next && (next.position === change.position || size < frameSize)) continue
      const position = String(change.position)
      sendText(`{"topic":${JSON.stringify(name)},"position":"${position}","changes":[${parts.join(',')}]}`)
      topic.cursor = BigInt(change.position)
      parts = []
      size = 0
      if (next && !keepsUp()) return false
    }
    return true
  }

  function fail(code: string, text: string, field?: string): void {
    send({ error: { code, message: text, ...(field !== undefined && { field }) } })
  }

  function subscribe(name: string, after: bigint | undefined): void {
    const [kind = '', id] = name.split('/')
    const refusal = refusalOf(services, principal, kind, id)
    if (refusal) {
      fail(refusal.code, refusal.message, 'subscribe')
      return
    }
    if (topics.size >= mostTopics && !topics.has(name)) {
      fail('too-many-topics', `At most ${mostTopics} topics on one connection.`, 'subscribe')
      return
    }
    const cursor = after ?? feed.position()
    topics.set(name, { cursor })
    if (!noted.has(name)) {
      noted.add(name)
      noteFollowing(services, { ...holder.known, principal }, kind, id)
    }
    send({ subscribed: name, position: String(cursor) })
    if (presence.writers(name).length > 0) void tellWriters(name).catch(unsaid)
    const job = kind === 'job' && id ? services.jobs.get(id) : undefined
    if (job) tellJob(job)
    look()
  }

  function tellJob({ id, ...job }: Job): void {
    send({ progress: { job: id, ...job } })
  }

  /** Goes on with the rights of now; what is in sight no more is taken away, and what else may look otherwise is read anew. */
  async function adopt(known: Known | undefined): Promise<void> {
    if (!known) {
      close(closeCodes.unauthorized, 'signed out')
      return
    }
    const before = principal
    principal = known.principal
    for (const name of topics.keys()) {
      const [kind = '', id] = name.split('/')
      if (!refusalOf(services, principal, kind, id)) continue
      leave(name)
      fail('forbidden', `You may no longer follow ${name}.`, 'subscribe')
    }
    const { records, others } = differing(before, principal)
    for (const [name, { cursor }] of topics) {
      const [model = '', one] = name.split('/')
      if (!services.faces.models.includes(model)) continue
      const tell = (changes: readonly Omit<LiveChange, 'model'>[]) =>
        send({ topic: name, position: String(cursor), changes: changes.map((each) => ({ model, ...each })) })
      if (others || (isPart(services, model) && records.length > 0)) {
        tell([{ id: null, op: 'reset' }])
        continue
      }
      const of = one === undefined ? records : records.filter((id) => id === one)
      const lost = await outOfSight(services, principal, model, of)
      if (lost.length > 0) tell(lost.map((id) => ({ id, op: 'remove' })))
    }
  }

  async function write(topic: string, on: boolean): Promise<void> {
    const { actor } = principal
    if (!topics.has(topic) || !(await isSeen(topic))) {
      fail('not-followed', `Follow ${topic} first.`, 'writing')
    } else if (actor.kind === 'user') {
      if (on) written.add(topic)
      else written.delete(topic)
      presence[on ? 'writes' : 'stops'](topic, actor.id)
    }
  }

  /** Whether a topic is one record that this reader sees. */
  async function isSeen(topic: string): Promise<boolean> {
    const [model = '', id] = topic.split('/')
    if (id === undefined || !services.faces.models.includes(model)) return false
    return (await idsSeen(services.readModels, principal, model, [id])).has(id)
  }

  async function tellWriters(topic: string): Promise<void> {
    while (checking) await checking
    if (!topics.has(topic) || !(await isSeen(topic))) return
    const others = presence.writers(topic).filter(({ id }) => id !== principal.actor.id)
    const names = await services.identity.names(others.map(({ id }) => id))
    const people = others.map(({ id, name }) => ({ id, name: name ?? names.get(id) ?? id }))
    send({ writers: { topic, people } })
  }

  const unsaid = (error: unknown) => services.log.warn({ err: error }, 'who writes could not be told')

  function leave(topic: string): void {
    topics.delete(topic)
    if (written.delete(topic)) presence.stops(topic, principal.actor.id)
  }

  /** A bucket that fills again by the second. */
  function talksTooMuch(): boolean {
    const now = performance.now()
    allowance = Math.min(talk.atOnce, allowance + ((now - heardAt) / 1000) * talk.perSecond)
    heardAt = now
    allowance -= 1
    return allowance < 0
  }

  function receive(data: Buffer): void {
    try {
      const asked = parseInput(clientMessage, parseJson(data))
      if ('subscribe' in asked)
        subscribe(asked.subscribe, asked.after === undefined ? undefined : BigInt(asked.after))
      else if ('writing' in asked) void write(asked.writing, asked.on).catch(unsaid)
      else {
        leave(asked.unsubscribe)
        send({ unsubscribed: asked.unsubscribe })
      }
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error
      for (const { field, rule, message: text } of error.issues) fail(rule, text, field)
      if (++mistakes > mostMistakes) close(closeCodes.tooMuch, 'too many messages that make no sense')
    }
  }

  socket.on('message', (data: Buffer, isBinary: boolean) => {
    // What was under way when it was closed is not for us any more.
    if (socket.readyState !== socket.OPEN) return
    if (data.length > largestMessage) close(1009, 'too long a message')
    else if (talksTooMuch()) close(closeCodes.tooMuch, 'too many messages')
    else if (isBinary) fail('text', 'Send JSON text.')
    else receive(data)
  })
  socket.on('pong', () => {
    alive = true
  })
  socket.on('error', (error) => services.log.debug({ err: error }, 'a live connection failed'))

  socket.on('close', () => {
    for (const topic of written) presence.stops(topic, principal.actor.id)
  })

  return {
    look,
    close,
    writers: (topic) => void tellWriters(topic).catch(unsaid),
    recheck() {
      const check: Promise<void> = services.identity
        .authenticate(token)
        // A later look knows better.
        .then((known) => (checking === check ? adopt(known) : undefined))
        .catch((error: unknown) => {
          services.log.warn({ err: error }, 'rights could not be checked again')
        })
        .finally(() => {
          if (checking === check) checking = undefined
        })
      checking = check
    },
    beat() {
      if (!alive) {
        socket.terminate()
        return
      }
      // A full socket is given time elsewhere; a ping would only wait behind what is in it.
      if (socket.bufferedAmount > mayWait) return
      alive = false
      socket.ping()
      send({ position: String(reached()) })
      this.recheck()
    },
    job(job) {
      if (topics.has(`job/${job.id}`) && socket.bufferedAmount <= mayWait) tellJob(job)
    },
    wantsStatus: () => topics.has('status') && socket.bufferedAmount <= mayWait,
    status: (status) => send({ topic: 'status', status }),
  }
}

/** Why this reader may not follow a topic; undefined: they may. */
function refusalOf(
  { faces, jobs }: Services,
  principal: Principal,
  kind: string,
  id: string | undefined,
): { code: string; message: string } | undefined {
  const unknown = { code: 'unknown-topic', message: 'There is no such topic.' }
  if (kind === 'job') {
    const job = id === undefined ? undefined : jobs.get(id)
    const may = job && (job.ownerId === principal.actor.id || allows(principal.may, 'job.read'))
    return may ? undefined : unknown
  }
  if (kind === 'status' ? id !== undefined : !faces.models.includes(kind)) return unknown
  const permission = `${kind}.read`
  if (faces.privateModels.has(kind) || allows(principal.may, permission)) return undefined
  return { code: 'forbidden', message: `This needs the permission ${permission}.` }
}

function isAbout(topic: string, { model, id }: Change): boolean {
  const [kind, one] = topic.split('/')
  return kind === model && (one === undefined || id === null || one === id)
}
