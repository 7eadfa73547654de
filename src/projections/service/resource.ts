import { resource } from '../../domain/service/resource.ts'
import { resourceGroup } from '../../domain/service/resource-group.ts'
import { type Column, integer, nullable, text, texts, uuid } from '../projection.ts'
import { recordTable } from '../record.ts'

const kindText: Column<'person' | 'equipment' | 'facility'> = { sql: 'text', nullable: false }

export const resourceTable = recordTable(resource)({
  version: 1,
  label: ['name'],
  columns: {
    name: text,
    kind: kindText,
    userId: nullable(uuid),
    skills: texts,
    calendarId: uuid,
    capacity: integer,
    site: nullable(text),
  },
  indexes: [['name'], ['userId']],
})

export const resourceGroupTable = recordTable(resourceGroup)({
  version: 1,
  label: ['name'],
  columns: { name: text, resourceIds: texts },
  indexes: [['name']],
})
