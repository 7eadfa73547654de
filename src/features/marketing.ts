import type { Feature } from './feature.ts'
import { campaign } from './marketing/campaign.ts'
import { mailing } from './marketing/mailing.ts'
import { mailingRecipient } from './marketing/mailing-recipient.ts'
import { marketingList } from './marketing/marketing-list.ts'
import { messageTemplate } from './marketing/message-template.ts'
import { sendingPolicy } from './marketing/sending-policy.ts'

export const marketing: readonly Feature[] = [
  campaign,
  mailing,
  mailingRecipient,
  marketingList,
  messageTemplate,
  sendingPolicy,
]
