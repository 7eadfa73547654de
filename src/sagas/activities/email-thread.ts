import { activity } from '../../domain/activities/activity.ts'
import { processManager, type Send } from '../process-manager.ts'

interface Mail {
  id: string
  at: string
}

/** The e-mails of one conversation, as far as one may be an answer to the other. */
interface Thread {
  sent: readonly Mail[]
  /** The last that came. */
  came: Mail | null
}

/** So many that wait for an answer are remembered: it answers all that were sent before. */
const most = 50

/** Tells e-mails that were sent of the answer, in whatever order they are filed. */
export const emailThread = processManager<Thread>()(activity)({
  name: 'email-thread',
  version: 1,
  on: {
    'activity.added': {
      key: ({ data }) => data.email?.threadId,
      react: (state, { aggregateId: id, occurredAt, data: { direction, happenedAt } }) => {
        const { sent, came } = state ?? { sent: [], came: null }
        const mail = { id, at: happenedAt ?? occurredAt }
        if (direction === 'outbound')
          return {
            state: { sent: [...sent, mail].slice(-most), came },
            send: came && came.at >= mail.at ? [replied(mail, came)] : [],
          }
        const answered = sent.filter(({ at }) => at <= mail.at)
        return {
          state: {
            sent: sent.filter((one) => !answered.includes(one)),
            came: came && came.at > mail.at ? came : mail,
          },
          send: answered.map((one) => replied(one, mail)),
        }
      },
    },
  },
  // It was withdrawn, or its person was erased.
  refused: { 'activity.note-reply': () => undefined },
})

function replied({ id }: Mail, { id: replyId, at: repliedAt }: Mail): Send {
  return { command: 'activity.note-reply', id, name: id, body: { replyId, repliedAt } }
}
