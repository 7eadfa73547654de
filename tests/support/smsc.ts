import type { AddressInfo } from 'node:net'
import smpp, { type Pdu, type Session } from 'smpp'

/** A message as it was handed in, as its octets say. */
export interface Submitted {
  from: string
  to: string
  text: string
  dataCoding: number
  /** Of a part of a longer text: which of how many. */
  part: { reference: number; total: number; part: number } | undefined
  messageId: string
}

export interface Smsc {
  port: number
  submitted: readonly Submitted[]
  /** How often somebody bound, or wanted to. */
  binds(): number
  /** What it says to each message from now on: a status of SMPP 3.4; `silent`: it takes it, says nothing and hangs up. */
  answer(how: ((of: Submitted) => number | 'silent') | undefined): void
  /** Tells what somebody has written; resolves with the status it is answered with. Undefined: the connection ended before. */
  tell(of: { from: string; to: string; text: string; part?: Submitted['part'] }): Promise<number | undefined>
  /** Tells what became of a message, as appendix B of SMPP 3.4 writes it. */
  receipt(messageId: string, stat: string): Promise<number | undefined>
  /** Hangs up on everybody. */
  hangUp(): void
  close(): Promise<void>
}

const status = {
  ok: 0,
  notBound: 0x04,
  alreadyBound: 0x05,
  badSource: 0x0a,
  badDestination: 0x0b,
  badBind: 0x0d,
  badPassword: 0x0e,
  badCoding: 0x104,
  badLength: 0x01,
}

/**
 * A centre for texts on this machine, as strict as SMPP 3.4 says: nothing before a bind, no message by who only receives, numbers of
 * digits with their type, an alphabet that it is told, and no more octets than a part has.
 */
export async function smsc({ systemId, password }: { systemId: string; password: string }): Promise<Smsc> {
  const submitted: Submitted[] = []
  const sessions = new Map<Session, 'transmitter' | 'receiver' | undefined>()
  let binds = 0
  let answers: ((of: Submitted) => number | 'silent') | undefined
  const server = smpp.createServer((session) => {
    sessions.set(session, undefined)
    session.on('close', () => sessions.delete(session))
    session.on('error', () => session.destroy())
    for (const as of ['transmitter', 'receiver'] as const)
      session.on(`bind_${as}`, (pdu: Pdu) => {
        binds++
        const refused = sessions.get(session) !== undefined ? status.alreadyBound : wrong(pdu)
        if (refused === status.ok) sessions.set(session, as)
        session.send(pdu.response({ command_status: refused, ...(refused === 0 && { system_id: 'test' }) }))
        if (refused !== status.ok) session.close()
      })
    session.on('enquire_link', (pdu: Pdu) => session.send(pdu.response()))
    session.on('unbind', (pdu: Pdu) => {
      session.send(pdu.response())
      session.close()
    })
    session.on('submit_sm', (pdu: Pdu) => {
      const fault = sessions.get(session) === 'transmitter' ? faultOf(pdu) : status.notBound
      if (fault !== status.ok) return session.send(pdu.response({ command_status: fault }))
      const message = messageOf(pdu, `m${submitted.length + 1}A`)
      const said = answers?.(message) ?? status.ok
      if (said === status.ok || said === 'silent') submitted.push(message)
      if (said === 'silent') return session.destroy()
      session.send(
        pdu.response(said === status.ok ? { message_id: message.messageId } : { command_status: said }),
      )
    })
  })
  const wrong = ({ system_id, password: given = '' }: Pdu) =>
    given.length > 8
      ? status.badPassword
      : system_id !== systemId
        ? status.badBind
        : given === password
          ? 0
          : status.badPassword
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  async function deliver(options: object): Promise<number | undefined> {
    const [receiver] = [...sessions].find(([, as]) => as === 'receiver') ?? []
    if (!receiver) throw new Error('nobody receives')
    return new Promise((resolve) => {
      const closed = () => resolve(undefined)
      receiver.once('close', closed)
      receiver.deliver_sm(options, ({ command_status }) => {
        receiver.off('close', closed)
        resolve(command_status)
      })
    })
  }

  return {
    port: (server.address() as AddressInfo).port,
    submitted,
    binds: () => binds,
    answer(how) {
      answers = how
    },
    tell: ({ from, to, text, part }) => {
      const isGsm = smpp.encodings.ASCII.decode(smpp.encodings.ASCII.encode(text)) === text
      const message = isGsm ? smpp.encodings.ASCII.encode(text) : smpp.encodings.UCS2.encode(text)
      return deliver({
        ...addressed('source', from),
        ...addressed('destination', to),
        esm_class: part ? 0x40 : 0,
        data_coding: isGsm ? 0 : 8,
        short_message: part
          ? { udh: Buffer.from([5, 0, 3, part.reference, part.total, part.part]), message }
          : { message },
      })
    },
    receipt: (messageId, stat) =>
      deliver({
        ...addressed('source', '+4915100000000'),
        ...addressed('destination', '+4930123456'),
        esm_class: 0x04,
        data_coding: 0,
        short_message: {
          message: Buffer.from(
            `id:${messageId} sub:001 dlvrd:${stat === 'DELIVRD' ? '001' : '000'} submit date:2612010300 done date:2612010301 stat:${stat} err:000 text:`,
          ),
        },
      }),
    hangUp() {
      for (const session of sessions.keys()) session.destroy()
    },
    async close() {
      for (const session of sessions.keys()) session.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function addressed(which: 'source' | 'destination', number: string) {
  const name = which === 'source' ? 'source' : 'dest'
  return { [`${name}_addr_ton`]: 1, [`${name}_addr_npi`]: 1, [`${which}_addr`]: number.replace('+', '') }
}

/** The octets of a message: a library on the other side may have read them otherwise than they are. */
function octetsOf({ short_message }: Pdu): { message: Buffer; udh: Buffer | undefined; text: string } {
  const { message = '', udh } = short_message ?? {}
  const text = Buffer.isBuffer(message) ? '' : message
  const header = Array.isArray(udh) ? (udh as Buffer[])[0] : (udh as Buffer | undefined)
  return { message: Buffer.from(text), udh: header, text }
}

function faultOf(pdu: Pdu): number {
  const { source_addr = '', destination_addr = '', data_coding = 0, esm_class = 0 } = pdu
  if (!/^\d{3,15}$/.test(source_addr)) return status.badSource
  if (!/^\d{7,15}$/.test(destination_addr)) return status.badDestination
  if (data_coding !== 0 && data_coding !== 8) return status.badCoding
  const { text, udh } = octetsOf(pdu)
  if (((esm_class & 0x40) !== 0) !== (udh !== undefined)) return status.badLength
  // A septet each, but for those that an escape stands before; or two octets each (3GPP TS 23.038).
  const length = data_coding === 8 ? text.length * 2 : smpp.encodings.ASCII.encode(text).length
  const most = data_coding === 8 ? (udh ? 134 : 140) : udh ? 153 : 160
  return length > most || text === '' ? status.badLength : status.ok
}

function messageOf(pdu: Pdu, messageId: string): Submitted {
  const { udh, text } = octetsOf(pdu)
  const [, , reference = 0, total = 0, part = 0] = udh ?? []
  return {
    from: `+${pdu.source_addr}`,
    to: `+${pdu.destination_addr}`,
    text,
    dataCoding: pdu.data_coding ?? 0,
    part: udh ? { reference, total, part } : undefined,
    messageId,
  }
}
