import { fileContentEndpoints } from '../../api/activities/file/content.ts'
import { fileQueries } from '../../api/activities/file/file.ts'
import { fileRelations } from '../../api/activities/file/person.ts'
import { sweepFiles } from '../../api/activities/file/sweep.ts'
import { fileTitles } from '../../api/activities/file/titles.ts'
import { fileCommands } from '../../commands/activities/file.ts'
import { file as decider } from '../../domain/activities/file.ts'
import { fileTable } from '../../projections/activities/file.ts'
import { fileLinkTable } from '../../projections/activities/file-link.ts'
import { feature } from '../feature.ts'

const whole = { may: ['file.*'] } as const

export const file = feature({
  decider,
  resource: 'files',
  // Seen by who sees the record it lies with, and nobody else.
  grants: () => [],
  seenWith: ({ record }) => [record],
  authority: { manager: whole, rep: whole, agent: whole },
  table: fileTable,
  linkedIn: { table: fileTable, by: 'id', columns: ['recordId'] },
  tables: [fileLinkTable],
  commands: fileCommands,
  queries: fileQueries,
  titles: fileTitles,
  inMail: [],
  relations: fileRelations,
  retained: true,
  endpoints: [fileContentEndpoints],
  schedules: (parts) => [{ name: 'files', at: parts.nightly, work: () => sweepFiles(parts) }],
})
