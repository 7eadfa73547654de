import { socialAccount } from '../../../domain/activities/social-account.ts'
import { socialMessage } from '../../../domain/activities/social-message.ts'
import { socialMonitor } from '../../../domain/activities/social-monitor.ts'
import { socialPost } from '../../../domain/activities/social-post.ts'
import { titlesOf } from '../../lists/titles.ts'

/** The events of an account in a social network in the words of the product. */
export const socialAccountTitles = titlesOf(socialAccount, {
  'socialAccount.created': ({ data }) => `Account ${data.name} set up`,
  'socialAccount.changed': ({ data: { changes } }) => `Renamed to ${changes.name}`,
  'socialAccount.password-set': () => 'Token set',
  'socialAccount.recognised': ({ data }) => `Known there as @${data.handle}`,
  'socialAccount.archived': () => 'Used no more',
  'socialAccount.restored': () => 'Used again',
})

/** The events of what is listened for. */
export const socialMonitorTitles = titlesOf(socialMonitor, {
  'socialMonitor.created': ({ data: { is, term } }) =>
    is === 'hashtag' ? `Listened for #${term}` : `Listened for ${term}`,
  'socialMonitor.changed': ({ data: { changes } }) => `Renamed to ${changes.name}`,
  'socialMonitor.archived': () => 'Listened for no more',
  'socialMonitor.restored': () => 'Listened for again',
})

/** The events of a message in the words of the product. */
export const socialMessageTitles = titlesOf(socialMessage, {
  'socialMessage.received': ({ data: { monitorId } }) =>
    monitorId === null ? 'A message came' : 'Found by what is listened for',
  'socialMessage.mood-corrected': ({ data: { mood } }) =>
    mood === null ? 'Its words count again' : `Said to sound ${mood}`,
  'socialMessage.taken': () => 'Taken into the inbox',
  'socialMessage.set-aside': () => 'Set aside',
  'socialMessage.put-back': () => 'Put back into the queue',
})

/** The events of a post in the words of the product. */
export const socialPostTitles = titlesOf(socialPost, {
  'socialPost.written': ({ data: { conversationId } }) =>
    conversationId ? 'Answer written' : 'Post written',
  'socialPost.changed': () => 'Changed',
  'socialPost.scheduled': () => 'To be posted',
  'socialPost.taken-back': () => 'Made a draft again',
  'socialPost.discarded': () => 'Thrown away',
  'socialPost.started': ({ data }) =>
    data.attempt === 1 ? 'Handed in' : `Handed in, attempt ${data.attempt}`,
  'socialPost.posted': () => 'Posted',
  'socialPost.deferred': ({ data }) => `Not posted yet: ${data.reason}`,
  'socialPost.refused': ({ data }) => `Not posted: ${data.reason}`,
  'socialPost.doubted': ({ data }) => `It may have been posted, or not: ${data.reason}`,
  'socialPost.counted': ({ data: { favourites, reblogs, replies } }) =>
    `Counted: ${favourites} favourites, ${reblogs} boosts, ${replies} replies`,
})
