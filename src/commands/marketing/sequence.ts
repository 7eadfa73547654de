import type { z } from 'zod'
import { refuse } from '../../domain/error.ts'
import { user } from '../../domain/identity/user.ts'
import { campaign } from '../../domain/marketing/campaign.ts'
import { type SequenceState, sequence } from '../../domain/marketing/sequence.ts'
import { businessCalendar } from '../../domain/service/business-calendar.ts'
import { sameName } from '../../domain/values/text.ts'
import { type Asking, commandsOf } from '../command.ts'
import { asBefore, by } from '../inverse.ts'
import { mustExist } from '../references.ts'
import { mustBeAskable } from './marketing-list.ts'
import { templateInUse } from './message-template.ts'
import { sendingRulesNow } from './sending-policy.ts'

const { commands } = sequence

export const sequenceCommands = commandsOf(
  sequence,
  (prepared) => ({
    'sequence.create': {
      summary: 'Write a sequence; nobody enters it before it is published',
      ...prepared(commands['sequence.create'].schema, async (body, asking) => {
        await mustExist('sequence', body, { campaignId: campaign }, asking)
        await mustBeFit(body, body.model, asking)
        return body
      }),
    },
    'sequence.change': {
      summary: 'Write on: whoever is inside stays in the version in which they came',
      inverse: asBefore('sequence.change'),
      ...prepared(commands['sequence.change'], async (body, asking) => {
        await mustBeFit(body, asking.state.model, asking)
        return body
      }),
    },
    'sequence.publish': {
      summary: 'Publish a sequence as its next version, with its templates as they are published now',
      ...prepared(commands['sequence.publish'].pick({}), async (_, asking) => {
        const { state } = asking
        await mustBeFit(state, state.model, asking)
        const steps = await Promise.all(
          state.steps.map(async (step) =>
            step.do === 'mail'
              ? { ...step, version: (await templateInUse(step.templateId, asking, 'sequence')).use.version }
              : step,
          ),
        )
        const { purposes } = await sendingRulesNow(asking)
        const purpose = purposes.find(({ name }) => name === state.purpose)
        if (!purpose) throw noPurpose()
        return { steps, basis: purpose.basis }
      }),
    },
    'sequence.pause': { summary: 'Pause a sequence: everybody in it stays where they are' },
    'sequence.resume': { summary: 'Go on with a paused sequence; they go on within a quarter of an hour' },
    'sequence.archive': {
      summary: 'Archive a sequence: nobody enters it any more, and who is inside goes on',
      inverse: by('sequence.restore'),
    },
    'sequence.restore': { summary: 'Restore an archived sequence', inverse: by('sequence.archive') },
  }),
  { unique: ({ name }) => [{ kind: 'sequence-name', value: sameName(name) }] },
)

type Fields = z.output<(typeof commands)['sequence.change']>

async function mustBeFit(
  { mailboxId, purpose, steps = [], goal }: Fields | SequenceState,
  model: SequenceState['model'],
  asking: Pick<Asking, 'load' | 'hold' | 'access'>,
): Promise<void> {
  if (mailboxId !== undefined && (await asking.access('mailbox', mailboxId)) === undefined)
    refuse('sequence.mailbox-unknown', 'There is no such mailbox.', { field: 'mailboxId' })
  if (purpose !== undefined) {
    const { purposes } = await sendingRulesNow(asking)
    if (!purposes.some(({ name }) => name === purpose)) throw noPurpose()
  }
  await mustBeAskable(goal, model, asking, 'sequence', 'goal')
  for (const [at, step] of steps.entries()) {
    const field = `steps.${at}`
    if (step.do === 'mail') await templateInUse(step.templateId, asking, 'sequence')
    if (step.do === 'check') await mustBeAskable(step.where, model, asking, 'sequence', `${field}.where`)
    if (step.do === 'task') await mustExist('sequence', step, { assigneeId: user }, asking)
    if (step.do === 'wait') await mustExist('sequence', step, { calendarId: businessCalendar }, asking)
  }
}

function noPurpose(): never {
  refuse('sequence.purpose-unknown', 'The sending policy has no such purpose.', { field: 'purpose' })
}
