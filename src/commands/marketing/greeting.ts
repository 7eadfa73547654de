import type { z } from 'zod'
import { mailbox } from '../../domain/activities/mailbox.ts'
import { isSetUp, smsNumber } from '../../domain/activities/sms-number.ts'
import type { Channel } from '../../domain/customers/channels.ts'
import { conflict, refuse } from '../../domain/error.ts'
import { type GreetingTerms, greeting } from '../../domain/marketing/greeting.ts'
import { sameName } from '../../domain/values/text.ts'
import { type Asking, commandsOf } from '../command.ts'
import { asBefore, by } from '../inverse.ts'
import { mustBeAskable } from './marketing-list.ts'
import { templateInUse } from './message-template.ts'
import { sendingRulesNow } from './sending-policy.ts'

const { commands } = greeting
const change = commands['greeting.change'].omit({ zone: true })

export const greetingCommands = commandsOf(
  greeting,
  (prepared) => ({
    'greeting.create': {
      summary: 'Write a greeting; nobody gets it before it is switched on',
      ...prepared(commands['greeting.create'].schema, async (body, asking) => {
        await mustBeFit(body, asking)
        return body
      }),
    },
    'greeting.change': {
      summary: 'Change a greeting; what has gone out stays as it was',
      inverse: asBefore('greeting.change'),
      ...prepared(change, async (body, asking) => {
        await mustBeFit(body, asking)
        return { ...body, zone: await asking.zone() }
      }),
    },
    'greeting.activate': {
      summary: 'Let a greeting go out by itself from now on, with the rights of who asks',
      inverse: by('greeting.deactivate'),
      ...prepared(commands['greeting.activate'].pick({}), async (_, asking) => {
        const { actor, via } = asking.principal
        if (actor.kind !== 'user')
          conflict('greeting.nobody', 'A greeting goes out with the rights of somebody.')
        await mustBeSendable(asking.state, asking)
        return {
          asker: { userId: actor.id, keyId: via.kind === 'api-key' ? (via.id ?? null) : null },
          zone: await asking.zone(),
        }
      }),
    },
    'greeting.go-out': {
      summary: 'Let a greeting go out to all who have its day',
      internal: true,
      ...prepared(commands['greeting.go-out'].omit({ zone: true }), async (body, asking) => ({
        ...body,
        zone: await asking.zone(),
      })),
    },
    'greeting.deactivate': { summary: 'Switch a greeting off: what has not gone does not go' },
    'greeting.archive': { summary: 'Archive a greeting', inverse: by('greeting.restore') },
    'greeting.restore': { summary: 'Restore an archived greeting', inverse: by('greeting.archive') },
  }),
  { unique: ({ name }) => [{ kind: 'greeting-name', value: sameName(name) }] },
)

type Ways = Pick<GreetingTerms, 'mailboxId' | 'numberId' | 'letterForm'>

/** The ways of a greeting, the one that somebody prefers first. */
export function waysOf({ mailboxId, numberId, letterForm }: Ways, preferred: Channel | null | undefined) {
  const ways = [
    ...(mailboxId === null ? [] : [{ channel: 'email' as const, numberId: null, byPost: false }]),
    ...(numberId === null ? [] : [{ channel: 'sms' as const, numberId, byPost: false }]),
    ...(letterForm === null ? [] : [{ channel: 'post' as const, numberId: null, byPost: true }]),
  ]
  return ways.sort((a, b) => Number(b.channel === preferred) - Number(a.channel === preferred))
}

async function mustBeFit(
  { mailboxId, numberId, purpose, texts = [], where }: z.output<typeof change>,
  asking: Pick<Asking, 'load' | 'hold' | 'access'>,
): Promise<void> {
  if (mailboxId && (await asking.access('mailbox', mailboxId)) === undefined)
    refuse('greeting.mailbox-unknown', 'There is no such mailbox.', { field: 'mailboxId' })
  if (numberId && (await asking.access('smsNumber', numberId)) === undefined)
    refuse('greeting.number-unknown', 'There is no such number of ours.', { field: 'numberId' })
  if (purpose !== undefined) {
    const { purposes } = await sendingRulesNow(asking)
    if (!purposes.some(({ name }) => name === purpose))
      refuse('greeting.purpose-unknown', 'The sending policy has no such purpose.', { field: 'purpose' })
  }
  for (const { templateId } of texts) await templateInUse(templateId, asking, 'greeting')
  await mustBeAskable(where, 'contact', asking, 'greeting', 'where')
}

/** A greeting that would reach nobody cannot be switched on. @throws DomainError */
async function mustBeSendable(state: GreetingTerms, asking: Pick<Asking, 'load'>): Promise<void> {
  const { mailboxId, numberId, texts, purpose } = state
  const box = mailboxId === null ? undefined : await asking.load(mailbox, mailboxId)
  if (mailboxId !== null && (!box || box.archived || box.smtp === null || box.secretId === undefined))
    conflict('greeting.not-set-up', 'Its mailbox is not set up to send.')
  if (numberId !== null && !isSetUp(await asking.load(smsNumber, numberId)))
    conflict('greeting.not-set-up', 'Its number is not set up to send.')
  const { purposes } = await sendingRulesNow(asking)
  if (!purposes.some(({ name }) => name === purpose))
    conflict('greeting.no-purpose', 'What it is for is no purpose of the sending policy any more.')
  for (const { templateId } of texts) await templateInUse(templateId, asking, 'greeting')
}
