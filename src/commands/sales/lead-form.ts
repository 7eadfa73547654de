import { leadForm } from '../../domain/sales/lead-form.ts'
import { sameName } from '../../domain/values/text.ts'
import { chosen } from '../choices.ts'
import { commandsOf } from '../command.ts'
import { asBefore, by } from '../inverse.ts'

const listed = { source: 'lead-source', campaign: 'campaign' } as const

export const leadFormCommands = commandsOf(
  leadForm,
  (prepared) => ({
    'leadForm.create': {
      summary: 'Make a form by which strangers become leads',
      ...prepared(leadForm.commands['leadForm.create'].schema, (body, asking) =>
        chosen('leadForm', body, listed, asking),
      ),
    },
    'leadForm.change': {
      summary: 'Change a form',
      inverse: asBefore('leadForm.change'),
      ...prepared(leadForm.commands['leadForm.change'], (body, asking) =>
        chosen('leadForm', body, listed, asking),
      ),
    },
    'leadForm.archive': { summary: 'Switch a form off', inverse: by('leadForm.restore') },
    'leadForm.restore': { summary: 'Switch a form on again', inverse: by('leadForm.archive') },
  }),
  { unique: ({ name }) => [{ kind: 'leadForm-name', value: sameName(name) }] },
)
