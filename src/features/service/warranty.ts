import { recordTitles } from '../../api/lists/titles.ts'
import { warrantyQueries } from '../../api/service/warranty.ts'
import { warrantyCommands } from '../../commands/service/warranty.ts'
import { readByAll } from '../../domain/identity/authority.ts'
import { warranty as decider } from '../../domain/service/warranty.ts'
import { everyone } from '../../platform/people/permissions.ts'
import { warrantyTable } from '../../projections/service/warranty.ts'
import { feature } from '../feature.ts'

export const warranty = feature({
  decider,
  resource: 'warranties',
  grants: () => [everyone],
  authority: { ...readByAll('warranty'), manager: { may: ['warranty.*'], seesAll: true } },
  table: warrantyTable,
  commands: warrantyCommands,
  queries: warrantyQueries,
  titles: recordTitles(decider as never),
})
