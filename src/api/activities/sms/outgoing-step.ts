import { mustBeTextable } from '../../../commands/activities/outgoing-sms.ts'
import type { Alike } from '../../../commands/command.ts'
import type { Execute } from '../../../commands/execute.ts'
import { outgoingSms } from '../../../domain/activities/outgoing-sms.ts'
import { isSetUp, smsNumber } from '../../../domain/activities/sms-number.ts'
import type { MailStore } from '../../../platform/mail/mail-store.ts'
import type { Signing } from '../../../platform/people/signing.ts'
import type { Clock } from '../../../platform/process/clock.ts'
import type { HandedText } from '../../../platform/sms/gateway.ts'
import { sendByKannel } from '../../../platform/sms/kannel.ts'
import { submitAll } from '../../../platform/sms/smpp.ts'
import type { Effect } from '../../../sagas/outbox.ts'
import { createAlike } from '../../customers/alike.ts'
import type { ReadModels } from '../../http/services.ts'
import { sendingStep } from '../sending-step.ts'
import { receiptAddress } from './pages.ts'

interface Parts {
  execute: Execute
  readModels: Pick<ReadModels, 'read'>
  clock: Clock
  mail: { mailStore: MailStore }
  signing: Signing
  publicUrl: string | undefined
}

/** Hands texts in at their gateways; refused after so many attempts, some two days: a text that comes later is of no use. */
export function outgoingSmsStep(parts: Parts): Effect {
  const { execute, mail } = parts
  const alike: Alike = createAlike(parts)
  return sendingStep(
    {
      of: outgoingSms,
      firstRetryMs: 30_000,
      longestRetryMs: 1_800_000,
      mostAttempts: 100,
      async handIn(id, { numberId, to, conversationId, body }, begin) {
        if (to === null) return undefined
        const own = await execute.load(smsNumber, numberId)
        const password = own?.secretId && (await mail.mailStore.password(numberId, own.secretId))
        if (!isSetUp(own) || !password) return { is: 'refused', reason: 'The number is not set up to send.' }
        await mustBeTextable(
          { numberId, number: to, conversationId },
          { holder: execute.holder, load: execute.load, alike },
        )
        const text = { from: own.number, to, body }
        const { gateway } = own
        let handed: HandedText | undefined
        if (gateway.is === 'smpp') [handed] = await submitAll({ ...gateway, password }, [text], begin)
        else if (await begin())
          handed = await sendByKannel({ ...gateway, password }, text, receiptAddress(parts, id))
        return handed?.is === 'sent' ? { is: 'sent', messageIds: [...handed.messageIds] } : handed
      },
    },
    parts,
  )
}
