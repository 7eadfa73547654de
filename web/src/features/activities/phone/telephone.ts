import {
  Invitation,
  Inviter,
  type Referral,
  Registerer,
  RegistererState,
  type Session,
  SessionState,
  UserAgent,
  Web,
} from 'sip.js'
import { post, read } from '../../../api/client.ts'
import { sendFile } from '../../../api/send-file.ts'
import type { Replies } from '../../../api/types.gen.ts'
import { failed, reasonOf } from '../../../ui/notices.ts'
import { canRecord, type Recording, record } from './recording.ts'
import { type Report, reportOf } from './report.ts'
import { ring } from './ringing.ts'

type Line = NonNullable<Replies['/me/phone']['line']>
type End = 'hung-up' | 'transferred' | 'missed' | 'declined' | 'no-answer' | 'busy' | 'failed'
interface About {
  model: string
  id: string
}

/** How a call stands, for whoever draws it. */
export interface Call {
  direction: 'inbound' | 'outbound'
  number: string
  /** What the other side says that it is called. */
  name: string | null
  phase: 'ringing' | 'talking' | 'over'
  end: End | null
  /** In ms since 1970. */
  answeredAt: number | null
  held: boolean
  consented: boolean
  recording: boolean
  /** A number that the other side asks us to call in its place. */
  transferAsked: string | null
  /** Its id here, once it is noted. */
  id: string | null
}

export interface Telephone {
  readonly subscribe: (listener: () => void) => () => void
  readonly now: () => Snapshot
  dial(number: string, about?: About): Promise<void>
  answer(): Promise<void>
  decline(): Promise<void>
  hangUp(): Promise<void>
  hold(held: boolean): Promise<void>
  transfer(number: string): Promise<void>
  followTransfer(follows: boolean): Promise<void>
  note(text: string): void
  consent(given: boolean): Promise<void>
  /** Sends once more what was recorded and is not there yet. */
  keepRecording(): Promise<void>
  /** Puts the call that is over away. */
  putAway(): void
  /** Gives the line back. */
  close(): void
}

export interface Snapshot {
  /** `elsewhere`: another window of this browser has the line. */
  state: 'connecting' | 'ready' | 'failed' | 'elsewhere'
  reason: string | null
  call: Call | null
  /** Whether something was recorded that the server does not have yet. */
  unsent: boolean
}

/** In ms, between attempts to reach the server. */
const againAfter = 5_000
/** Without a server for addresses there is little to gather, in ms. */
const gatheringMs = 1_000
/** What a call can be about. */
const callable: ReadonlySet<string> = new Set(['account', 'contact', 'lead', 'opportunity', 'ticket'])
const sound = { constraints: { audio: true, video: false } }

/** One telephone: the line of who is signed in, in one window of this browser. */
export function telephone(line: Line, me: { name: string }): Telephone {
  let snapshot: Snapshot = { state: 'elsewhere', reason: null, call: null, unsent: false }
  const listeners = new Set<() => void>()
  let agent: UserAgent | undefined
  let registerer: Registerer | undefined
  let session: Session | undefined
  let report: Report | undefined
  let recording: Recording | undefined
  let unsent: { file: File; callId: string } | undefined
  let referral: Referral | undefined
  let quiet: (() => void) | undefined
  const heard = new Audio()

  const show = (part: Partial<Snapshot>) => {
    snapshot = { ...snapshot, ...part }
    for (const listener of listeners) listener()
  }
  const showCall = (part: Partial<Call>) => snapshot.call && show({ call: { ...snapshot.call, ...part } })

  // A line rings in one window; the next one takes it over when that is closed.
  let close: () => void = never
  let isClosed = false
  const closed = new Promise<void>((resolve) => {
    close = () => {
      isClosed = true
      resolve()
    }
  })
  void navigator.locks.request('hindsight-phone', async () => {
    if (isClosed) return
    show({ state: 'connecting' })
    await connect()
    await closed
    quiet?.()
    await agent?.stop()
  })

  async function connect(): Promise<void> {
    try {
      const { password } = await post<{ password: string }>('/me/phone/credential', {})
      agent = new UserAgent({
        uri: addressOf(line.login),
        authorizationUsername: line.login,
        authorizationPassword: password,
        displayName: me.name,
        transportOptions: { server: line.server },
        logBuiltinEnabled: false,
        sessionDescriptionHandlerFactoryOptions: {
          iceGatheringTimeout: gatheringMs,
          peerConnectionConfiguration: { iceServers: [] },
        },
        delegate: {
          onInvite: (invitation) => void rings(invitation),
          onDisconnect: (error) => {
            if (isClosed) return
            show({ state: 'failed', reason: error ? 'The connection to the telephone server broke.' : null })
            later()
          },
        },
      })
      await agent.start()
      registerer = new Registerer(agent)
      registerer.stateChange.addListener((state) => {
        if (state === RegistererState.Registered) show({ state: 'ready', reason: null })
      })
      await register()
    } catch (error) {
      show({ state: 'failed', reason: reasonOf(error) })
      later()
    }
  }

  async function register(): Promise<void> {
    await registerer?.register({
      requestDelegate: {
        onReject: ({ message }) =>
          show({
            state: 'failed',
            reason: `The telephone server does not take this line: ${message.statusCode} ${message.reasonPhrase ?? ''}`,
          }),
      },
    })
  }

  function later(): void {
    window.setTimeout(() => {
      if (isClosed || snapshot.state !== 'failed') return
      void (agent ? agent.reconnect().then(register) : connect()).catch(() => later())
    }, againAfter)
  }

  function addressOf(user: string) {
    const address = UserAgent.makeURI(`sip:${user}@${line.domain}`)
    if (!address) throw new Error(`${user} cannot be called.`)
    return address
  }

  /** Makes a session the one call that there is. */
  function take(
    of: Session,
    direction: Call['direction'],
    who: { number: string; name: string | null },
  ): void {
    session = of
    const call: Call = {
      direction,
      ...who,
      phase: 'ringing',
      end: null,
      answeredAt: null,
      held: false,
      consented: false,
      recording: false,
      transferAsked: null,
      id: null,
    }
    show({ call })
    of.delegate = {
      onRefer: (asked) => {
        referral = asked
        showCall({ transferAsked: asked.referTo.uri.user ?? '' })
      },
      onCancel: ({ request }) => {
        // It was answered at another telephone of ours, which tells of it.
        if (/cause=200|elsewhere/i.test(request.getHeader('reason') ?? '')) report = undefined
      },
    }
    of.stateChange.addListener((state) => {
      if (of !== session) return
      if (state === SessionState.Established) talks(of)
      // sip.js 0.21.2 says so before it says by which answer: findings/sip-ended-before-why.sh.
      if (state === SessionState.Terminated)
        queueMicrotask(() => {
          if (of === session) finish(endOf(direction))
        })
    })
  }

  const endOf = (direction: Call['direction']): End =>
    snapshot.call?.answeredAt !== null ? 'hung-up' : direction === 'inbound' ? 'missed' : 'failed'

  async function rings(invitation: Invitation): Promise<void> {
    const { user = '' } = invitation.remoteIdentity.uri
    const number = user || 'unknown'
    const name = invitation.remoteIdentity.displayName || null
    const told = reportOf(invitation.request.callId, () => ({
      lineId: line.id,
      direction: 'inbound',
      number,
      name,
    }))
    told.id.catch((error: unknown) => failed('This call was not noted', error))
    if (session) {
      await invitation.reject({ statusCode: 486 })
      await told.tell('end', { end: 'missed' })
      return
    }
    report = told
    take(invitation, 'inbound', { number, name })
    quiet = ring()
    known(told)
  }

  function known(told: Report): void {
    void told.id.then(
      (id) => told === report && showCall({ id }),
      () => undefined,
    )
  }

  function talks(of: Session): void {
    quiet?.()
    quiet = undefined
    heard.srcObject = streamOf(of)
    void heard.play().catch(() => undefined)
    void report?.tell('answer')
    showCall({ phase: 'talking', answeredAt: Date.now() })
  }

  function finish(end: End): void {
    quiet?.()
    quiet = undefined
    heard.srcObject = null
    const seconds = snapshot.call?.answeredAt
    const durationSeconds =
      seconds === null || seconds === undefined ? undefined : Math.round((Date.now() - seconds) / 1000)
    void report?.tell('end', { end, durationSeconds })
    void stopRecording(true)
    session = undefined
    referral = undefined
    showCall({ phase: 'over', end, held: false, transferAsked: null })
  }

  async function call(inviter: Inviter, number: string, about?: About): Promise<void> {
    const told = reportOf(inviter.request.callId, () => ({
      lineId: line.id,
      direction: 'outbound',
      number,
      ...(about && callable.has(about.model) && { records: [about] }),
    }))
    // Whom nobody may call is not called.
    await told.id
    report = told
    take(inviter, 'outbound', { number, name: null })
    known(told)
    await inviter.invite({
      requestDelegate: {
        onReject: ({ message }) => {
          if (inviter === session) finish(endBy(message.statusCode))
        },
      },
    })
  }

  async function stopRecording(keeps: boolean): Promise<void> {
    const [was, told] = [recording, report]
    recording = undefined
    if (!was) return
    showCall({ recording: false })
    const blob = await was.stop()
    const callId = await told?.id.catch(() => undefined)
    if (!keeps || !blob || callId === undefined) return
    const name = `Recording ${new Date().toISOString().slice(0, 16).replace(':', '.')}.weba`
    unsent = { file: new File([blob], name, { type: blob.type }), callId }
    await keepRecording()
  }

  async function keepRecording(): Promise<void> {
    if (!unsent) return
    const { file, callId } = unsent
    try {
      await sendFile('/files', file, {
        parameters: { model: 'phoneCall', recordId: callId },
        key: `recording-${callId}`,
      })
      unsent = undefined
      show({ unsent: false })
    } catch (error) {
      show({ unsent: true })
      failed('The recording is not kept yet', error)
    }
  }

  return {
    now: () => snapshot,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async dial(written, about) {
      if (!agent || snapshot.state !== 'ready') throw new Error('The telephone is not ready.')
      if (session) throw new Error('You are in a call.')
      // As the network knows it; what has letters is a name at our own server.
      const said = written.replace(/ ext\. \d+$/, '')
      const { number } = /[a-z]/i.test(said)
        ? { number: said }
        : await read('/callers', { parameters: { number: said } })
      const target = addressOf(/[a-z]/i.test(number) ? number : number.replace(/[^\d+*#]/g, ''))
      await call(new Inviter(agent, target, { sessionDescriptionHandlerOptions: sound }), number, about)
    },
    async answer() {
      if (!(session instanceof Invitation)) return
      await session.accept({ sessionDescriptionHandlerOptions: sound })
    },
    async decline() {
      if (!(session instanceof Invitation)) return
      const declined = session
      finish('declined')
      await declined.reject({ statusCode: 603 })
    },
    async hangUp() {
      const ended = session
      if (!ended) return
      const isAnswered = ended.state === SessionState.Established
      finish(isAnswered ? 'hung-up' : 'no-answer')
      if (isAnswered) await ended.bye()
      else if (ended instanceof Inviter) await ended.cancel()
    },
    async hold(held) {
      if (!session) return
      const of = session
      of.sessionDescriptionHandlerOptionsReInvite = { hold: held } as object
      await of.invite({
        requestDelegate: {
          onAccept: () => {
            hush(of, held)
            showCall({ held })
          },
          onReject: () =>
            failed(held ? 'The call could not be held' : 'The call is still held', 'The other side refused.'),
        },
      })
    },
    async transfer(number) {
      const of = session
      if (!of) return
      const target = addressOf(/[a-z]/i.test(number) ? number : number.replace(/[^\d+*#]/g, ''))
      await of.refer(target, {
        requestDelegate: {
          onAccept: () => {
            if (of !== session) return
            finish('transferred')
            void of.bye()
          },
          onReject: () => failed('The call is still yours', 'The other side does not take a transfer.'),
        },
      })
    },
    async followTransfer(follows) {
      const asked = referral
      const of = session
      referral = undefined
      showCall({ transferAsked: null })
      if (!asked || !of) return
      if (!follows) {
        await asked.reject({ statusCode: 603 })
        return
      }
      await asked.accept()
      const number = asked.referTo.uri.user ?? ''
      finish('hung-up')
      await call(asked.makeInviter({ sessionDescriptionHandlerOptions: sound }), number)
    },
    note(text) {
      void report?.tell('note', { note: text.trim() === '' ? null : text })
    },
    async consent(given) {
      if (!report || !session) return
      if (!given) {
        await stopRecording(false)
        if (await report.tell('withdraw-consent')) showCall({ consented: false })
        return
      }
      if (!canRecord()) throw new Error('This browser cannot record.')
      const of = session
      if (!(await report.tell('consent')) || of !== session) return
      recording = record([streamOf(of), streamOf(of, 'own')])
      showCall({ consented: true, recording: true })
    },
    keepRecording,
    putAway() {
      if (snapshot.call?.phase !== 'over') return
      report = undefined
      show({ call: null })
    },
    close: () => close(),
  }
}

const never = () => undefined

function handlerOf(session: Session): Web.SessionDescriptionHandler {
  const handler = session.sessionDescriptionHandler
  if (!(handler instanceof Web.SessionDescriptionHandler)) throw new Error('This call has no sound.')
  return handler
}

function streamOf(session: Session, whose: 'own' | 'other' = 'other'): MediaStream {
  const handler = handlerOf(session)
  return whose === 'own' ? handler.localMediaStream : handler.remoteMediaStream
}

/** Of a call that is held nothing is heard, in neither direction. */
function hush(session: Session, held: boolean): void {
  for (const stream of [streamOf(session), streamOf(session, 'own')])
    for (const track of stream.getAudioTracks()) track.enabled = !held
}

/** RFC 3261, 21: who is busy, who did not answer, and who is not there. */
function endBy(status: number | undefined): End {
  if (status === 486 || status === 600) return 'busy'
  return status === 408 || status === 480 || status === 487 || status === 603 ? 'no-answer' : 'failed'
}
