import type { Entry } from '../records/entry.ts'
import { activity } from './activities/activity.entry.ts'
import { activityPolicySetting } from './activities/activity-policy.entry.ts'
import { bookingPage } from './activities/booking-page.entry.ts'
import { calendar } from './activities/calendar.entry.ts'
import { calls } from './activities/calls.entry.ts'
import { chatWidget } from './activities/chat-widget.entry.ts'
import { conversation } from './activities/conversation.entry.ts'
import { day } from './activities/day.entry.ts'
import { file, files } from './activities/file.entry.ts'
import { letter } from './activities/letter.entry.ts'
import { mailbox } from './activities/mailbox.entry.ts'
import { phoneCall, phoneRecording } from './activities/phone-call.entry.ts'
import { phoneLine } from './activities/phone-line.entry.ts'
import { smsNumber } from './activities/sms-number.entry.ts'
import { socialAccount } from './activities/social-account.entry.ts'
import { socialMessage } from './activities/social-message.entry.ts'
import { socialMonitor } from './activities/social-monitor.entry.ts'
import { socialPost } from './activities/social-post.entry.ts'
import { socialSentiment } from './activities/social-sentiment.entry.ts'
import { timeline } from './activities/timeline.entry.ts'
import { write } from './activities/write.entry.ts'

export const activities: readonly Entry[] = [
  day,
  calendar,
  conversation,
  socialMessage,
  letter,
  activity,
  calls,
  phoneCall,
  phoneRecording,
  timeline,
  file,
  files,
  mailbox,
  smsNumber,
  socialAccount,
  socialMonitor,
  socialPost,
  socialSentiment,
  phoneLine,
  bookingPage,
  chatWidget,
  activityPolicySetting,
  write,
]
