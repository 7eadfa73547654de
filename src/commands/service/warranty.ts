import { warranty } from '../../domain/service/warranty.ts'
import { sameName } from '../../domain/values/text.ts'
import { commandsOf } from '../command.ts'
import { asBefore, by } from '../inverse.ts'

export const warrantyCommands = commandsOf(
  warranty,
  () => ({
    'warranty.create': { summary: 'Write down the terms of a warranty' },
    'warranty.change': {
      summary: 'Change the terms of a warranty, for what is sold from now on',
      inverse: asBefore('warranty.change'),
    },
    'warranty.archive': { summary: 'Archive the terms of a warranty', inverse: by('warranty.restore') },
    'warranty.restore': { summary: 'Restore archived terms of a warranty', inverse: by('warranty.archive') },
  }),
  { unique: ({ name }) => [{ kind: 'warranty-name', value: sameName(name) }] },
)
