import { conversation } from '../../domain/activities/conversation.ts'
import { mailbox } from '../../domain/activities/mailbox.ts'
import { outgoingMail } from '../../domain/activities/outgoing-mail.ts'
import { outgoingSms } from '../../domain/activities/outgoing-sms.ts'
import { smsNumber } from '../../domain/activities/sms-number.ts'
import { formatMoney } from '../../domain/values/money.ts'
import { titlesOf } from '../lists/titles.ts'

/** The events of a mailbox in the words of the product. */
export const mailboxTitles = titlesOf(mailbox, {
  'mailbox.created': ({ data }) => `Mailbox ${data.address} set up`,
  'mailbox.changed': () => 'Settings changed',
  'mailbox.password-set': () => 'Password set',
  'mailbox.archived': () => 'Used no more',
  'mailbox.restored': () => 'Used again',
})

const cameAs = {
  bounce: 'A report came that a mail was not delivered',
  'auto-reply': 'An automatic reply came',
  list: 'A mail of a list came',
} as const

const saidBy = {
  visitor: 'The visitor wrote',
  agent: 'Answered in the chat',
  bot: 'The bot answered',
} as const

const filedBy = {
  address: 'Filed by the address of the sender',
  number: 'Filed by the number of the sender',
  ticket: 'Became a ticket',
  made: 'Filed with what was made of it',
  person: 'Filed with records',
} as const

/** The events of a conversation in the words of the product. */
export const conversationTitles = titlesOf(conversation, {
  'conversation.begun': ({ data: { channel } }) => (channel === 'chat' ? 'Chat begun' : 'Conversation begun'),
  'conversation.said': ({ data: { author } }) => saidBy[author],
  'conversation.introduced': () => 'The visitor said who they are',
  'conversation.person-wanted': () => 'The visitor wants a person',
  'conversation.handed-over': ({ data: { because } }) =>
    because === 'wanted' ? 'Handed over to people, as was wanted' : 'Handed over to people: no answer known',
  'conversation.message-added': ({ data: { direction, automatic, held, repeats }, before: { channel } }) => {
    if (channel === 'sms' && direction === 'outbound') return 'A text was sent'
    if (channel === 'sms') return repeats ? 'A text came, or the one before it was told twice' : 'A text came'
    if (direction === 'outbound') return 'A mail was sent'
    if (automatic) return cameAs[automatic]
    return held ? 'A mail came, and nobody vouches for its sender' : 'A mail came'
  },
  'conversation.accepted': () => 'Looked at: its sender is genuine',
  'conversation.filed': ({ data }) => filedBy[data.by],
  'conversation.taken-off': () => 'Taken off records',
  'conversation.assigned': ({ data }) => (data.assigneeId ? 'Given to somebody' : 'Given back'),
  'conversation.snoozed': () => 'Put off',
  'conversation.woken': () => 'Back again',
  'conversation.closed': () => 'Closed',
  'conversation.reopened': () => 'Opened again',
  'conversation.opted-out': () => 'They wrote STOP: no text goes to this number',
  'conversation.social-added': ({ data: { direction } }) =>
    direction === 'inbound' ? 'They wrote in a social network' : 'We wrote in a social network',
  'conversation.opted-in': () => 'They wrote START: texts may go to this number again',
})

/** The events of a number of ours in the words of the product. */
export const smsNumberTitles = titlesOf(smsNumber, {
  'smsNumber.created': ({ data }) => `Number ${data.number} set up`,
  'smsNumber.changed': ({ data: { changes } }) =>
    changes.pricePerPart ? `A part of a text costs ${formatMoney(changes.pricePerPart)}` : 'Settings changed',
  'smsNumber.password-set': () => 'Password set',
  'smsNumber.archived': () => 'Used no more',
  'smsNumber.restored': () => 'Used again',
})

/** The events of a text that goes out in the words of the product. */
export const outgoingSmsTitles = titlesOf(outgoingSms, {
  'outgoingSms.ordered': ({ data: { parts } }) =>
    `Written, to be sent in ${parts === 1 ? 'one part' : `${parts} parts`}`,
  'outgoingSms.taken-back': () => 'Taken back before it went',
  'outgoingSms.started': ({ data }) =>
    data.attempt === 1 ? 'Handed in' : `Handed in, attempt ${data.attempt}`,
  'outgoingSms.sent': () => 'Taken by the gateway',
  'outgoingSms.deferred': ({ data }) => `Not taken yet: ${data.reason}`,
  'outgoingSms.refused': ({ data }) => `Not sent: ${data.reason}`,
  'outgoingSms.doubted': ({ data }) => `It may have gone, or not: ${data.reason}`,
  'outgoingSms.receipt-noted': ({ data: { part, is, reason } }) => {
    const what = part === null ? '' : `Part ${part} `
    if (is === 'delivered') return part === null ? 'Arrived' : `${what}arrived`
    return `${part === null ? 'Did not arrive' : `${what}did not arrive`}${reason ? `: ${reason}` : ''}`
  },
})

/** The events of a mail that goes out in the words of the product. */
export const outgoingMailTitles = titlesOf(outgoingMail, {
  'outgoingMail.ordered': () => 'Written, to be sent',
  'outgoingMail.taken-back': () => 'Taken back before it went',
  'outgoingMail.started': ({ data }) =>
    data.attempt === 1 ? 'Handed in' : `Handed in, attempt ${data.attempt}`,
  'outgoingMail.sent': () => 'Taken by the mail server',
  'outgoingMail.deferred': ({ data }) => `Not taken yet: ${data.reason}`,
  'outgoingMail.refused': ({ data }) => `Not sent: ${data.reason}`,
  'outgoingMail.doubted': ({ data }) => `It may have gone, or not: ${data.reason}`,
  'outgoingMail.bounced': ({ data }) => `Came back${data.reason ? `: ${data.reason}` : ''}`,
})
