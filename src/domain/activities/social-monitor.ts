import { z } from 'zod'
import { decider } from '../decider.ts'
import { refuse } from '../error.ts'
import { type RecordState, record } from '../record.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'
import { vocabulary } from '../values/vocabulary.ts'

export const monitored = z.enum(['hashtag', 'keyword']).register(vocabulary, { id: 'SocialMonitored' })

const fields = z.object({
  name: line(80),
  /** By which account of ours it is looked, and so who reads what is found. */
  socialAccountId: uuid,
  ownerId: uuid.nullable(),
  teamId: uuid.nullable(),
  /** A hashtag is found on every server that ours knows of; for a keyword, a server must search whole texts. */
  is: monitored,
  /** The tag without its `#`, or words as the search of the network takes them. */
  term: line(100),
})
export type SocialMonitorState = RecordState<z.output<typeof fields>>

const plain = record('socialMonitor', fields)

/** What is listened for in a social network: what is found goes into a queue. */
export const socialMonitor = decider<SocialMonitorState>()({
  name: 'socialMonitor',
  events: plain.events,
  commands: {
    ...plain.commands,
    // What was found by one term was not found by another.
    'socialMonitor.change': plain.commands['socialMonitor.change'].pick({ name: true }),
  },
  evolve: plain.evolve,
  decide: {
    ...plain.decide,
    'socialMonitor.create': (state, input, context) => {
      const term = input.is === 'hashtag' ? input.term.replace(/^#/, '') : input.term
      // As the network has them: letters, digits and low lines, and not only digits.
      if (input.is === 'hashtag' && (!/^[\p{L}\p{M}\p{N}_]+$/u.test(term) || /^\p{N}+$/u.test(term)))
        refuse(
          'socialMonitor.no-hashtag',
          'A hashtag has letters, digits and low lines only, and some letter.',
          {
            field: 'term',
          },
        )
      return plain.decide['socialMonitor.create'](state, { ...input, term }, context)
    },
  },
})
