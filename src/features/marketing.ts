import { type Feature, partOf } from './feature.ts'
import { campaign } from './marketing/campaign.ts'
import { contentItem } from './marketing/content-item.ts'
import { enrolment } from './marketing/enrolment.ts'
import { greeting } from './marketing/greeting.ts'
import { landingPage } from './marketing/landing-page.ts'
import { mailing } from './marketing/mailing.ts'
import { mailingRecipient } from './marketing/mailing-recipient.ts'
import { marketingList } from './marketing/marketing-list.ts'
import { marketingPlan } from './marketing/marketing-plan.ts'
import { messageTemplate } from './marketing/message-template.ts'
import { sendingPolicy } from './marketing/sending-policy.ts'
import { sequence } from './marketing/sequence.ts'
import { trackedSite } from './marketing/tracked-site.ts'
import { webVisitor } from './marketing/web-visitor.ts'

export const marketing: readonly Feature[] = [
  messageTemplate,
  sendingPolicy,
  ...partOf('marketing', [
    campaign,
    contentItem,
    enrolment,
    greeting,
    landingPage,
    mailing,
    mailingRecipient,
    marketingList,
    marketingPlan,
    sequence,
    trackedSite,
    webVisitor,
  ]),
]
