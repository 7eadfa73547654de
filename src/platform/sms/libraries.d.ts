/** What is used of `smpp` 0.5.1, which has no types of its own: SMPP 3.4 as PDUs over a session. */
declare module 'smpp' {
  import type { EventEmitter } from 'node:events'
  import type { Server } from 'node:net'

  export interface Message {
    message: string | Buffer
    udh?: Buffer | readonly Buffer[]
  }

  export interface Pdu {
    command: string
    command_status: number
    sequence_number: number
    system_id?: string
    password?: string
    source_addr?: string
    destination_addr?: string
    esm_class?: number
    data_coding?: number
    registered_delivery?: number
    short_message?: Message
    message_payload?: Message | Buffer
    message_id?: string
    receipted_message_id?: string
    message_state?: number
    sar_msg_ref_num?: number
    sar_total_segments?: number
    sar_segment_seqnum?: number
    response(options?: Readonly<Record<string, unknown>>): Pdu
  }

  export interface Session extends EventEmitter {
    send(pdu: Pdu, onResponse?: (pdu: Pdu) => void, onSent?: () => void): boolean
    submit_sm(options: object, onResponse: (pdu: Pdu) => void): boolean
    deliver_sm(options: object, onResponse: (pdu: Pdu) => void): boolean
    enquire_link(onResponse: (pdu: Pdu) => void): boolean
    unbind(onResponse: (pdu: Pdu) => void): boolean
    bind_transmitter(options: object, onResponse: (pdu: Pdu) => void): boolean
    bind_receiver(options: object, onResponse: (pdu: Pdu) => void): boolean
    pause(): void
    resume(): void
    close(): void
    destroy(): void
  }

  interface Smpp {
    connect(options: object, onConnected?: () => void): Session
    createServer(onSession: (session: Session) => void): Server
    encodings: Readonly<
      Record<'ASCII' | 'UCS2' | 'LATIN1', { encode(text: string): Buffer; decode(bytes: Buffer): string }>
    >
    errors: Readonly<Record<string, number>>
  }

  const smpp: Smpp
  export default smpp
}

/** What is used of `split-sms` 0.1.7. */
declare module 'split-sms' {
  export function split(message: string): {
    characterSet: 'GSM' | 'Unicode'
    parts: readonly { content: string; length: number; bytes: number }[]
    remainingInPart: number
  }
}
