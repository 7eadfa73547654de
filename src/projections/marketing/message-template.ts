import { messageTemplate } from '../../domain/marketing/message-template.ts'
import { boolean, instant, integer, nullable, projection, text } from '../projection.ts'

export const messageTemplateTable = projection(messageTemplate)({
  name: 'messageTemplate',
  version: 1,
  label: ['name'],
  columns: {
    name: text,
    /** As they were written last, published or not. */
    subject: text,
    body: text,
    /** How often it was published; 0: never. */
    version: integer,
    publishedAt: nullable(instant),
    /** Whether something was written since. */
    draft: boolean,
    archived: boolean,
  },
  sameField: [
    ['subject', 'content'],
    ['body', 'content'],
  ],
  indexes: [['name'], ['publishedAt'], ['createdAt'], ['updatedAt']],
  on: {
    'messageTemplate.created': (_, { data }) => ({
      ...data,
      version: 0,
      publishedAt: null,
      draft: true,
      archived: false,
    }),
    'messageTemplate.changed': (row, { data: { changes } }) =>
      row && {
        ...row,
        name: changes.name ?? row.name,
        subject: changes.subject ?? row.subject,
        body: changes.body ?? row.body,
        draft: row.draft || changes.subject !== undefined || changes.body !== undefined,
      },
    'messageTemplate.published': (row, { data: { version, content }, occurredAt }) =>
      row && { ...row, ...content, version, publishedAt: occurredAt, draft: false },
    'messageTemplate.archived': (row) => row && { ...row, archived: true },
    'messageTemplate.restored': (row) => row && { ...row, archived: false },
  },
})
