import { randomInt } from 'node:crypto'
import smpp, { type Pdu, type Session } from 'smpp'
import { whereIs } from '../outside/where.ts'
import {
  type CameText,
  GatewayFailed,
  type HandedText,
  type OutgoingText,
  type ToldReceipt,
  toldOf,
} from './gateway.ts'
import { countedSms } from './parts.ts'
import { textOf } from './smpp-text.ts'

/** A centre for texts that speaks SMPP 3.4, as somebody has set it. */
export interface SmppAccess {
  host: string
  port: number
  tls: boolean
  login: string
  systemType: string | null
  password: string
}

/** In ms: for a connection and a bind, for the answer to a word, and between two signs of life. */
const patience = { bind: 15_000, answer: 30_000, life: 30_000 }

const { errors } = smpp
/** What may be better a minute later (SMPP 3.4, 5.1.3). */
const passing = new Set(
  ['ESME_RSYSERR', 'ESME_RMSGQFUL', 'ESME_RTHROTTLED', 'ESME_RX_T_APPN'].map((name) => errors[name]),
)
const nameOf = (status: number) =>
  Object.entries(errors).find(([, value]) => value === status)?.[0] ?? `status ${status}`

/**
 * Hands texts in by one connection, each of them after the other; what came of each, in their order. What goes wrong is told, and
 * not thrown. A text that is begun once the connection is there goes whole or is doubted: of several parts nobody takes one back.
 */
export async function submitAll(
  access: SmppAccess,
  texts: readonly OutgoingText[],
  begin: (index: number) => Promise<boolean>,
): Promise<readonly (HandedText | undefined)[]> {
  let bound: Bound
  try {
    bound = await bind(access, 'bind_transmitter')
  } catch (error) {
    const reason = toldOf(error, [access.password])
    return texts.map(() => ({ is: 'deferred', reason }))
  }
  const done: (HandedText | undefined)[] = []
  try {
    for (const [index, text] of texts.entries()) {
      if (bound.isOver()) done.push({ is: 'deferred', reason: 'The connection to the gateway was lost.' })
      else done.push((await begin(index)) ? await submit(bound, text) : undefined)
    }
  } finally {
    await bound.end()
  }
  return done
}

async function submit(bound: Bound, { from, to, body }: OutgoingText): Promise<HandedText> {
  const { alphabet, contents } = countedSms(body)
  const reference = randomInt(256)
  const messageIds: string[] = []
  for (const [index, content] of contents.entries()) {
    // What the library takes the coding for by itself is IA5 (1), in which there is no umlaut.
    const message =
      alphabet === 'gsm' ? smpp.encodings.ASCII.encode(content) : smpp.encodings.UCS2.encode(content)
    const several = contents.length > 1
    const answer = await bound.ask('submit_sm', {
      ...addressed('source', from),
      ...addressed('dest', to),
      // 3GPP TS 23.040, 9.2.3.24.1: which part of how many it is stands before it.
      esm_class: several ? 0x40 : 0,
      data_coding: alphabet === 'gsm' ? 0 : 8,
      registered_delivery: 1,
      short_message: several
        ? { udh: Buffer.from([5, 0, 3, reference, contents.length, index + 1]), message }
        : { message },
    })
    const before = index === 0 ? '' : `${index} of ${contents.length} parts were taken. `
    if (answer === undefined)
      return { is: 'doubt', reason: `${before}The connection was lost before the gateway answered.` }
    if (answer.command_status !== 0) {
      const reason = `${before}The gateway said ${nameOf(answer.command_status)}.`
      if (index > 0) return { is: 'doubt', reason }
      return { is: passing.has(answer.command_status) ? 'deferred' : 'refused', reason }
    }
    messageIds.push(answer.message_id ?? '')
  }
  return { is: 'sent', messageIds: messageIds.every((id) => id !== '') ? messageIds : [] }
}

/** International by their country, or a code of this network (SMPP 3.4, 5.2.5 and 5.2.6). */
function addressed(which: 'source' | 'dest', number: string) {
  const isInternational = number.startsWith('+')
  return {
    [`${which}_addr_ton`]: isInternational ? 1 : 0,
    [`${which}_addr_npi`]: isInternational ? 1 : 0,
    [which === 'source' ? 'source_addr' : 'destination_addr']: number.replace('+', ''),
  }
}

/** What to do with what a gateway tells; what it is told again is what was thrown at. */
export interface Listening {
  came(text: CameText & { parts: PartOf | undefined }, session: string): Promise<void>
  receipt(of: ToldReceipt): Promise<void>
}

/** Which part of a longer text it is. */
export interface PartOf {
  reference: number
  total: number
  part: number
}

export interface Receiver {
  /** Resolves once the connection is over, with what is known of why. */
  over: Promise<string>
  end(): Promise<void>
}

/**
 * Takes what comes by one connection. Each message is answered once it is dealt with, which is what `came` and `receipt` wait for; where
 * they throw, it is answered with a passing fault, and told again. @throws GatewayFailed
 */
export async function receive(access: SmppAccess, session: string, to: Listening): Promise<Receiver> {
  const bound = await bind(access, 'bind_receiver', async (pdu) => {
    const receipt = receiptOf(pdu)
    if (receipt) return to.receipt(receipt)
    await to.came(
      {
        from: withPlus(pdu.source_addr ?? ''),
        to: withPlus(pdu.destination_addr ?? ''),
        text: textOf(pdu),
        parts: partsIn(pdu),
      },
      session,
    )
  })
  return { over: bound.over, end: () => bound.end() }
}

const withPlus = (number: string) => (/^\d{9,15}$/.test(number) ? `+${number}` : number)

function partsIn(pdu: Pdu): PartOf | undefined {
  const { udh } = (pdu.short_message ?? {}) as { udh?: Buffer | readonly Buffer[] }
  for (const header of udh === undefined ? [] : Buffer.isBuffer(udh) ? [udh] : udh) {
    // As the library gives it: each element with its identifier and length before its value.
    const [id, length] = header
    if (id === 0 && length === 3)
      return { reference: header[2] ?? 0, total: header[3] ?? 1, part: header[4] ?? 1 }
    if (id === 8 && length === 4)
      return { reference: header.readUInt16BE(2), total: header[4] ?? 1, part: header[5] ?? 1 }
  }
  const { sar_msg_ref_num: reference, sar_total_segments: total, sar_segment_seqnum: part } = pdu
  return reference !== undefined && total !== undefined && part !== undefined
    ? { reference, total, part }
    : undefined
}

/** SMPP 3.4, 5.2.28: DELIVERED; and those that are final and not good. */
const finalStates = new Map([
  [2, 'DELIVRD'],
  [3, 'EXPIRED'],
  [4, 'DELETED'],
  [5, 'UNDELIV'],
  [8, 'REJECTD'],
])
const lost = new Set(['EXPIRED', 'DELETED', 'UNDELIV', 'REJECTD'])

/** A receipt, by its fields (5.3.2.12, 5.3.2.35) or by its words (appendix B); undefined: somebody has written. */
export function receiptOf(pdu: Pdu): ToldReceipt | undefined {
  // 5.2.12: bits 5 to 2 say what kind of message it is; 0001 is a receipt.
  if (((pdu.esm_class ?? 0) & 0x3c) !== 0x04) return undefined
  const words = textOf(pdu)
  const messageId = pdu.receipted_message_id ?? /\bid:(\S+)/i.exec(words)?.[1]
  if (messageId === undefined) return { messageId: '', is: 'accepted', reason: '' }
  const stated =
    pdu.message_state === undefined ? undefined : (finalStates.get(pdu.message_state) ?? 'ENROUTE')
  const reason = stated ?? /\bstat:(\w+)/i.exec(words)?.[1]?.toUpperCase() ?? 'UNKNOWN'
  return {
    messageId: messageId.replace(/\0+$/, ''),
    is: reason === 'DELIVRD' ? 'delivered' : lost.has(reason) ? 'undelivered' : 'accepted',
    reason,
  }
}

interface Bound {
  /** Undefined: no answer came, and none will. */
  ask(command: 'submit_sm' | 'enquire_link' | 'unbind', options?: object): Promise<Pdu | undefined>
  isOver(): boolean
  over: Promise<string>
  end(): Promise<void>
}

async function bind(
  access: SmppAccess,
  command: 'bind_transmitter' | 'bind_receiver',
  deliver?: (pdu: Pdu) => Promise<void>,
): Promise<Bound> {
  const host = await whereIs(access.host)
  const session: Session = smpp.connect({
    host,
    port: access.port,
    tls: access.tls,
    ...(access.tls && { servername: access.host }),
    connectTimeout: patience.bind,
  })
  let over: string | undefined
  const waiting = new Set<() => void>()
  const ended = new Promise<string>((resolve) => {
    const finish = (why: string) => {
      over ??= why
      for (const give of waiting) give()
      resolve(over)
    }
    session.on('close', () => finish('The connection to the gateway was closed.'))
    session.on('error', (error: Error) => {
      finish(toldOf(error, [access.password]))
      session.destroy()
    })
  })
  // After a drop the library calls nobody back: whoever waits is told here.
  const ask = (send: (got: (pdu: Pdu) => void) => boolean, within: number): Promise<Pdu | undefined> =>
    new Promise((resolve) => {
      const give = (pdu?: Pdu) => {
        clearTimeout(timer)
        waiting.delete(give)
        resolve(pdu)
      }
      const timer = setTimeout(give, within)
      waiting.add(give)
      if (over !== undefined || !send(give)) give()
    })
  session.on('enquire_link', (pdu: Pdu) => session.send(pdu.response()))
  session.on('unbind', (pdu: Pdu) => {
    session.send(pdu.response())
    session.close()
  })
  session.on('deliver_sm', (pdu: Pdu) => {
    const answer = (status: number) => {
      if (over === undefined) session.send(pdu.response({ command_status: status }))
    }
    // Whoever only sends is told nothing.
    const dealt = deliver ? deliver(pdu) : Promise.reject(new GatewayFailed('Nobody receives here.'))
    void dealt.then(
      () => answer(0),
      () => answer(errors.ESME_RX_T_APPN ?? 0x64),
    )
  })
  const said = await ask(
    (got) =>
      session[command](
        {
          system_id: access.login,
          password: access.password,
          system_type: access.systemType ?? '',
          interface_version: 0x34,
        },
        got,
      ),
    patience.bind,
  )
  if (said?.command_status !== 0) {
    session.destroy()
    throw new GatewayFailed(
      said ? `The gateway said ${nameOf(said.command_status)}.` : (over ?? 'The gateway did not answer.'),
    )
  }
  const life = setInterval(() => {
    void ask((got) => session.enquire_link(got), patience.answer).then((pdu) => {
      if (pdu === undefined && over === undefined) session.destroy()
    })
  }, patience.life)
  void ended.then(() => clearInterval(life))
  return {
    ask: (command, options = {}) =>
      ask(
        (got) => (command === 'submit_sm' ? session.submit_sm(options, got) : session[command](got)),
        patience.answer,
      ),
    isOver: () => over !== undefined,
    over: ended,
    async end() {
      if (over === undefined) await ask((got) => session.unbind(got), 2_000)
      clearInterval(life)
      session.destroy()
    },
  }
}
