import { contentItem } from '../../domain/marketing/content-item.ts'
import { nullable, text, texts, uuid } from '../projection.ts'
import { recordTable } from '../record.ts'

export const contentItemTable = recordTable(contentItem)({
  version: 1,
  columns: {
    name: text,
    about: nullable(text),
    url: text,
    interests: texts,
    templateId: uuid,
    mailboxId: uuid,
    purpose: text,
  },
  label: ['name'],
  indexes: [['name']],
})
