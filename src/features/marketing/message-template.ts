import {
  messageTemplatePreview,
  messageTemplateQueries,
  messageTemplateTitles,
} from '../../api/marketing/message-template.ts'
import { messageTemplateCommands } from '../../commands/marketing/message-template.ts'
import { readByAll } from '../../domain/identity/authority.ts'
import { messageTemplate as decider } from '../../domain/marketing/message-template.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { messageTemplateTable } from '../../projections/marketing/message-template.ts'
import { feature } from '../feature.ts'

export const messageTemplate = feature({
  decider,
  resource: 'message-templates',
  grants: () => [everyone],
  authority: { ...readByAll('messageTemplate'), manager: { may: ['messageTemplate.*'], seesAll: true } },
  table: messageTemplateTable,
  commands: messageTemplateCommands,
  queries: messageTemplateQueries,
  titles: messageTemplateTitles,
  endpoints: [() => messageTemplatePreview],
})
