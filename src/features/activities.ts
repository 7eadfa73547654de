import { activity } from './activities/activity.ts'
import { activityPolicy } from './activities/activity-policy.ts'
import { bookingPage } from './activities/booking-page.ts'
import { channelHealth } from './activities/channel-health.ts'
import { chatWidget } from './activities/chat-widget.ts'
import { conversation } from './activities/conversation.ts'
import { file } from './activities/file.ts'
import { letter } from './activities/letter.ts'
import { mailbox } from './activities/mailbox.ts'
import { outgoingMail } from './activities/outgoing-mail.ts'
import { outgoingSms } from './activities/outgoing-sms.ts'
import { personalCalendar } from './activities/personal-calendar.ts'
import { phoneCall } from './activities/phone-call.ts'
import { phoneLine } from './activities/phone-line.ts'
import { smsNumber } from './activities/sms-number.ts'
import { socialAccount } from './activities/social-account.ts'
import { socialMessage } from './activities/social-message.ts'
import { socialMonitor } from './activities/social-monitor.ts'
import { socialPost } from './activities/social-post.ts'
import { timeline } from './activities/timeline.ts'
import { type Feature, partOf } from './feature.ts'

export const activities: readonly Feature[] = [
  activity,
  file,
  timeline,
  activityPolicy,
  personalCalendar,
  channelHealth,
  ...partOf('communications', [
    mailbox,
    conversation,
    outgoingMail,
    smsNumber,
    outgoingSms,
    socialAccount,
    socialMonitor,
    socialMessage,
    socialPost,
    phoneLine,
    phoneCall,
    letter,
    bookingPage,
    chatWidget,
  ]),
]
