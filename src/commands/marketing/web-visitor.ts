import { z } from 'zod'
import { conflict, refuse } from '../../domain/error.ts'
import { measures } from '../../domain/marketing/sending.ts'
import { trackedSite } from '../../domain/marketing/tracked-site.ts'
import { webVisitor } from '../../domain/marketing/web-visitor.ts'
import { mustBeUsable } from '../../domain/subject.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { commandsOf } from '../command.ts'
import { mustExist } from '../references.ts'
import { subjectCommands } from '../subject.ts'
import { personModels, reachedOf } from './reached.ts'
import { sendingRulesNow } from './sending-policy.ts'

const identify = z.object({ siteId: uuid, model: z.enum(personModels), personId: uuid })

/** Asked by whoever visits, with a link that we have signed. */
export const webVisitorCommands = commandsOf(webVisitor, (prepared) => ({
  'webVisitor.identify': {
    summary: 'Know somebody on a web site by a link of their own',
    internal: true,
    ...prepared(identify, async ({ siteId, model, personId }, asking) => {
      await mustExist('webVisitor', { siteId }, { siteId: trackedSite }, asking)
      const person = await reachedOf({ model, id: personId }, asking)
      const rules = await sendingRulesNow(asking)
      if (!person) refuse(`webVisitor.${model}-unknown`, `There is no such ${model}.`, { field: 'personId' })
      if (!measures(person, rules.clicks))
        conflict('webVisitor.not-measured', 'Nothing is noted of what they look at.')
      mustBeUsable(model, person, `${model}.change`, false)
      return {
        siteId,
        contactId: model === 'contact' ? personId : null,
        leadId: model === 'lead' ? personId : null,
        ownerId: (person as { ownerId?: string | null }).ownerId ?? null,
      }
    }),
  },
  'webVisitor.view': { summary: 'Note that somebody has looked at a page', internal: true },
  ...subjectCommands('webVisitor'),
}))
