import type { z } from 'zod'
import { mailbox } from '../../domain/activities/mailbox.ts'
import { isSetUp, smsNumber } from '../../domain/activities/sms-number.ts'
import { conflict, refuse } from '../../domain/error.ts'
import { campaign } from '../../domain/marketing/campaign.ts'
import { type MailingState, mailing } from '../../domain/marketing/mailing.ts'
import { marketingList } from '../../domain/marketing/marketing-list.ts'
import { type Asking, commandsOf } from '../command.ts'
import { mustExist } from '../references.ts'
import { mustBeAskable } from './marketing-list.ts'
import { faultsOf, templateInUse } from './message-template.ts'
import { sendingRulesNow } from './sending-policy.ts'

const { commands } = mailing

type Fields = z.output<(typeof commands)['mailing.change']> & { campaignId?: string }

export const mailingCommands = commandsOf(mailing, (prepared) => ({
  'mailing.create': {
    summary: 'Prepare a mail, a text or a letter to all of a list, for a campaign',
    ...prepared(commands['mailing.create'].schema, async (body, asking) => {
      await mustBeFit(body, asking)
      return body
    }),
  },
  'mailing.change': {
    summary: 'Change a mailing that is not to go out yet',
    ...prepared(commands['mailing.change'], async (body, asking) => {
      await mustBeFit(body, asking)
      return body
    }),
  },
  'mailing.schedule': {
    summary: 'Let a mailing go out, at once or at an instant to come, with the rights of who asks',
    ...prepared(
      commands['mailing.schedule'].omit({ asker: true }).partial(),
      async ({ at: then }, { principal: { actor, via }, ...asking }) => {
        if (actor.kind !== 'user')
          conflict('mailing.nobody', 'A mailing goes out with the rights of somebody.')
        await mustBeSendable(asking)
        return {
          at: then ?? asking.at,
          asker: { userId: actor.id, keyId: via.kind === 'api-key' ? (via.id ?? null) : null },
        }
      },
    ),
  },
  'mailing.unschedule': { summary: 'Take a mailing off its schedule' },
  'mailing.start': { summary: 'Let a mailing go out', internal: true },
  'mailing.pause': { summary: 'Pause a mailing: nothing of it goes out until it is resumed' },
  'mailing.resume': { summary: 'Go on with a paused mailing' },
  'mailing.stop': { summary: 'Stop a mailing: what has not gone does not go' },
  'mailing.complete': { summary: 'Note that everybody of a mailing was dealt with', internal: true },
}))

async function mustBeFit(
  { variants = [], otherSubject, ...body }: Fields,
  asking: Pick<Asking, 'load' | 'hold' | 'access'> & { state?: unknown },
): Promise<void> {
  await mustExist('mailing', body, { campaignId: campaign, listId: marketingList }, asking)
  if (body.mailboxId && (await asking.access('mailbox', body.mailboxId)) === undefined)
    refuse('mailing.mailbox-unknown', 'There is no such mailbox.', { field: 'mailboxId' })
  if (body.numberId && (await asking.access('smsNumber', body.numberId)) === undefined)
    refuse('mailing.number-unknown', 'There is no such number of ours.', { field: 'numberId' })
  if (body.purpose !== undefined) {
    const { purposes } = await sendingRulesNow(asking)
    if (!purposes.some(({ name }) => name === body.purpose))
      refuse('mailing.purpose-unknown', 'The sending policy has no such purpose.', { field: 'purpose' })
  }
  if (body.templateId !== undefined) await templateInUse(body.templateId, asking, 'mailing')
  const listId = body.listId ?? (asking.state as { listId?: string } | undefined)?.listId
  const list = listId === undefined ? undefined : await asking.load(marketingList, listId)
  for (const [index, { where, templateId }] of variants.entries()) {
    await templateInUse(templateId, asking, 'mailing')
    const model = list?.model === 'lead' ? 'lead' : 'contact'
    await mustBeAskable(where, model, asking, 'mailing', `variants.${index}.where`)
  }
  if (otherSubject) {
    const [fault] = faultsOf({ subject: otherSubject, body: '-' })
    if (fault) refuse('mailing.subject-unfit', fault.message, { field: 'otherSubject' })
  }
}

/** A send that breaks a rule cannot be started. @throws DomainError */
async function mustBeSendable({
  state,
  ...asking
}: Pick<Asking, 'load'> & {
  state: Pick<MailingState, 'mailboxId' | 'numberId' | 'letterForm' | 'campaignId' | 'purpose' | 'templateId'>
}) {
  if (state.numberId !== null) {
    if (!isSetUp(await asking.load(smsNumber, state.numberId)))
      conflict('mailing.not-set-up', 'Its number is not set up to send.')
  } else if (state.letterForm === null) {
    const box = await asking.load(mailbox, state.mailboxId ?? '')
    if (!box || box.archived || box.smtp === null || box.secretId === undefined)
      conflict('mailing.not-set-up', 'Its mailbox is not set up to send.')
  }
  const of = await asking.load(campaign, state.campaignId)
  if (of?.status === 'ended' || of?.status === 'cancelled')
    conflict('mailing.campaign-over', 'Its campaign is over.')
  const { purposes } = await sendingRulesNow(asking)
  if (!purposes.some(({ name }) => name === state.purpose))
    conflict('mailing.no-purpose', 'What it is for is no purpose of the sending policy any more.')
  await templateInUse(state.templateId, asking, 'mailing')
}
