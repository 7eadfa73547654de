import { z } from 'zod'
import { decider } from '../decider.ts'
import { refuse } from '../error.ts'
import { type RecordState, record } from '../record.ts'
import { country } from '../values/country.ts'
import { unitPrice } from '../values/money.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'

const host = z.string().regex(/^[A-Za-z0-9.:-]{1,253}$/, 'must be the name of a server')

/** Who carries texts: an SMPP 3.4 centre, or a gateway spoken to by HTTP as Kannel is. */
export const smsGateway = z
  .discriminatedUnion('is', [
    z
      .object({
        is: z.literal('smpp'),
        host,
        port: z.int().min(1).max(65_535),
        /** Without it only a centre on this machine is spoken to: a password goes over no network in the clear. */
        tls: z.boolean(),
        /** SMPP 3.4, 5.2.1: fifteen octets and its end. */
        login: line(15),
        systemType: line(12).nullable().default(null),
      })
      .register(vocabulary, { id: 'SmppGateway' }),
    z
      .object({
        is: z.literal('kannel'),
        /** Where texts are handed in: `https://sms.example.com/cgi-bin/sendsms`. */
        url: z.url({ protocol: /^https?$/ }).max(500),
        login: line(64),
      })
      .register(vocabulary, { id: 'KannelGateway' }),
  ])
  .register(vocabulary, { id: 'SmsGateway' })
export type SmsGateway = z.output<typeof smsGateway>

const fields = z.object({
  name: line(80),
  /** What texts are from, and where they are answered: a number with its country, or a short code. */
  number: z
    .string()
    .regex(/^(\+[1-9]\d{6,14}|\d{3,8})$/, 'must be a number such as +4915112345678, or a short code'),
  /** Of which country a number is that says none (ISO 3166-1 alpha-2). */
  country,
  /** Whose own it is; null: it is shared. */
  ownerId: uuid.nullable().default(null),
  /** Of a shared one: the team that reads it; null: everybody who reads conversations. */
  teamId: uuid.nullable().default(null),
  /** Null: nothing goes out, and nothing comes. */
  gateway: smsGateway.nullable().default(null),
  /** What the gateway asks for a part of a text; null: nobody has said, and no cost is shown. */
  pricePerPart: unitPrice.nullable().default(null),
})
export interface SmsNumberState extends RecordState<z.output<typeof fields>> {
  /** Its password, which is kept beside the log; absent as long as there is none. */
  secretId?: string
}

const plain = record('smsNumber', fields)
const secret = z.object({ secretId: uuid })

/** A number of ours that texts go out from and come to. Who reads it is settled with it: its texts have been read by them. */
export const smsNumber = decider<SmsNumberState>()({
  name: 'smsNumber',
  events: { ...plain.events, 'smsNumber.password-set': secret },
  commands: {
    ...plain.commands,
    // What was answered by one number is not answered by another.
    'smsNumber.change': plain.commands['smsNumber.change'].omit({
      ownerId: true,
      teamId: true,
      number: true,
    }),
    'smsNumber.set-password': secret,
  },
  evolve: { ...plain.evolve, 'smsNumber.password-set': (state, data) => ({ ...state, ...data }) },
  decide: {
    ...plain.decide,
    'smsNumber.create': (state, input, context) => {
      mustBeSafe(input)
      return plain.decide['smsNumber.create'](state, input, context)
    },
    'smsNumber.change': (state, input, context) => {
      mustBeSafe(input)
      return plain.decide['smsNumber.change'](state, input, context)
    },
    'smsNumber.set-password': (_, data) => [{ type: 'smsNumber.password-set', data }],
  },
})

/** Whether a number is set up to send and to be reached. */
export const isSetUp = (
  of: SmsNumberState | undefined,
): of is SmsNumberState & { gateway: SmsGateway; secretId: string } =>
  of !== undefined && !of.archived && of.gateway !== null && of.secretId !== undefined

function mustBeSafe({ gateway }: { gateway?: SmsGateway | null | undefined }): void {
  if (gateway?.is === 'smpp' && !gateway.tls && !isHere(gateway.host))
    refuse('smsNumber.plain', 'Without TLS only a centre on this machine is spoken to.', {
      field: 'gateway.tls',
    })
  if (gateway?.is === 'kannel') {
    const { protocol, hostname } = new URL(gateway.url)
    if (protocol !== 'https:' && !isHere(hostname.replace(/^\[|\]$/g, '')))
      refuse('smsNumber.plain', 'Without TLS only a gateway on this machine is spoken to.', {
        field: 'gateway.url',
      })
  }
}

const isHere = (name: string) => /^(localhost|127(\.\d+){3}|::1)$/i.test(name)
