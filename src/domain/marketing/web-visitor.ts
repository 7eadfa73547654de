import { z } from 'zod'
import { decider } from '../decider.ts'
import { creates } from '../event.ts'
import { withLinks } from '../linking.ts'
import { personal } from '../personal.ts'
import { type AboutPerson, subject as subjectOf } from '../subject.ts'
import { line } from '../values/text.ts'
import { uuid } from '../values/uuid.ts'

const identified = z.object({
  siteId: uuid,
  contactId: uuid.nullable(),
  leadId: uuid.nullable(),
  /** Whose customer they are. */
  ownerId: uuid.nullable(),
})
const viewed = z.object({
  path: personal(line(300)),
  productId: uuid.nullable(),
  /** Of the link that they came by (utm_campaign). */
  campaign: line(100).nullable(),
})

/** So many pages of one person are noted; what goes on after them is a machine, or says nothing new. */
const mostViews = 500

export interface WebVisitorState extends AboutPerson, z.output<typeof identified> {
  views: number
}

const person = subjectOf('webVisitor')

const own = decider<WebVisitorState>()({
  name: 'webVisitor',
  events: {
    'webVisitor.identified': creates(identified),
    'webVisitor.viewed': viewed,
    ...person.events,
  },
  commands: {
    'webVisitor.identify': creates(identified),
    'webVisitor.view': viewed,
    ...person.commands,
  },
  evolve: {
    'webVisitor.identified': (_, data) => ({ ...data, views: 0 }),
    'webVisitor.viewed': (state) => ({ ...state, views: state.views + 1 }),
    ...person.evolve,
  },
  decide: {
    'webVisitor.identify': (_, input) => [{ type: 'webVisitor.identified', data: input }],
    'webVisitor.view': ({ views }, input) =>
      views >= mostViews ? [] : [{ type: 'webVisitor.viewed', data: input }],
    ...person.decide,
  },
})

/** Somebody known on a web site of ours, who came by a link of their own and has allowed it: which pages they looked at. */
export const webVisitor = withLinks(
  'webVisitor',
  own,
  z.object({ contactId: uuid.nullable(), leadId: uuid.nullable(), ownerId: uuid.nullable() }),
)
