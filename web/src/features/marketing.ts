import type { Entry } from '../records/entry.ts'
import { campaign } from './marketing/campaign.entry.ts'
import { campaignResults } from './marketing/campaign-results.entry.ts'
import { contentItem, contentOffers } from './marketing/content-item.entry.ts'
import { enrolment } from './marketing/enrolment.entry.ts'
import { greeting } from './marketing/greeting.entry.ts'
import { landingPage } from './marketing/landing-page.entry.ts'
import { mailing } from './marketing/mailing.entry.ts'
import { mailingRecipient } from './marketing/mailing-recipient.entry.ts'
import { marketingList } from './marketing/marketing-list.entry.ts'
import { marketingPlan } from './marketing/marketing-plan.entry.ts'
import { messageTemplate } from './marketing/message-template.entry.ts'
import { sendingPolicySetting } from './marketing/sending-policy.entry.ts'
import { sequence } from './marketing/sequence.entry.ts'
import { trackedSite, webVisitor } from './marketing/tracked-site.entry.ts'

export const marketing: readonly Entry[] = [
  campaign,
  landingPage,
  mailing,
  sequence,
  contentItem,
  contentOffers,
  enrolment,
  greeting,
  mailingRecipient,
  campaignResults,
  marketingList,
  marketingPlan,
  trackedSite,
  webVisitor,
  messageTemplate,
  sendingPolicySetting,
]
