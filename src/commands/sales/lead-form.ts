import { team } from '../../domain/identity/team.ts'
import { leadForm } from '../../domain/sales/lead-form.ts'
import { sameName } from '../../domain/values/text.ts'
import { chosen } from '../choices.ts'
import { type Asking, commandsOf } from '../command.ts'
import { asBefore, by } from '../inverse.ts'
import { mustExist } from '../references.ts'

const listed = { source: 'lead-source', campaign: 'campaign', category: 'ticket-category' } as const

async function inWords<B extends object>(body: B, asking: Asking): Promise<B> {
  await mustExist('leadForm', body, { teamId: team }, asking)
  return chosen('leadForm', body, listed, asking)
}

export const leadFormCommands = commandsOf(
  leadForm,
  (prepared) => ({
    'leadForm.create': {
      summary: 'Make a form by which strangers become leads or open tickets',
      ...prepared(leadForm.commands['leadForm.create'].schema, inWords),
    },
    'leadForm.change': {
      summary: 'Change a form',
      inverse: asBefore('leadForm.change'),
      ...prepared(leadForm.commands['leadForm.change'], inWords),
    },
    'leadForm.archive': { summary: 'Switch a form off', inverse: by('leadForm.restore') },
    'leadForm.restore': { summary: 'Switch a form on again', inverse: by('leadForm.archive') },
  }),
  { unique: ({ name }) => [{ kind: 'leadForm-name', value: sameName(name) }] },
)
