import { mailingPages } from '../../api/marketing/mailing-pages.ts'
import {
  mailingRecipientQueries,
  mailingRecipientRelations,
  mailingRecipientTitles,
} from '../../api/marketing/mailing-recipient.ts'
import { responseConversion } from '../../api/marketing/response-conversion.ts'
import { mailingRecipientCommands } from '../../commands/marketing/mailing-recipient.ts'
import { mailingRecipient as decider } from '../../domain/marketing/mailing-recipient.ts'
import { ownedBy } from '../../platform/people/permissions.ts'
import { mailingRecipientTable } from '../../projections/marketing/mailing-recipient.ts'
import {
  mailingDelivery,
  mailingLetters,
  mailingMail,
  mailingSuppression,
  mailingTexts,
} from '../../sagas/marketing/mailing.ts'
import { feature } from '../feature.ts'

const own = ['mailingRecipient.read', 'mailingRecipient.convert', 'mailingRecipient.send-content'] as const

/** Whom a mailing was for, and what they did with it. */
export const mailingRecipient = feature({
  decider,
  resource: 'mailing-recipients',
  grants: ({ ownerId }) => ownedBy(ownerId, 'mailingRecipient'),
  authority: {
    manager: { may: own, seesAll: true },
    rep: { may: own },
  },
  table: mailingRecipientTable,
  commands: mailingRecipientCommands,
  queries: mailingRecipientQueries,
  titles: mailingRecipientTitles,
  sagas: [mailingMail, mailingDelivery, mailingTexts, mailingLetters, mailingSuppression],
  relations: mailingRecipientRelations,
  retained: true,
  endpoints: [mailingPages, () => responseConversion],
})
