import { z } from 'zod'
import { choice, listKey } from '../../domain/settings/choice.ts'
import { choiceList } from '../../domain/settings/choice-list.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { choiceListTable } from '../../projections/settings/choice-list.ts'
import { flag } from '../lists/page.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'

const listed = choice
  .extend({ names: z.array(z.string()).describe('All it has been called, the present name last.') })
  .register(vocabulary, { id: 'ListedChoice' })

export const choiceListQueries = recordQueries(choiceListTable)({
  resource: 'choice-lists',
  summary: 'Lists of what fields can be: sources, reasons, categories, classes',
  row: z.object({
    key: listKey,
    name: z.string(),
    others: z.boolean(),
    choices: z.array(listed),
    archived: z.boolean(),
  }),
  shown: ({ choices, ...row }) => ({ ...row, choices: choices as z.input<typeof listed>[] }),
  filters: { key: listKey, archived: flag },
  sorts: ['name', 'createdAt', 'updatedAt'],
  search: ['name'],
})

export const choiceListTitles = titlesOf(choiceList, {
  'choiceList.created': ({ data }) => `List ${data.name} made with ${data.choices.length} choices`,
  'choiceList.changed': ({ data: { changes }, before }) => {
    if (changes.name !== undefined) return `Renamed from ${before.name} to ${changes.name}`
    return changes.others ? 'Opened for other texts' : 'Closed for other texts'
  },
  'choiceList.choice-added': ({ data }) => `${data.choice.name} added`,
  'choiceList.choice-changed': ({ data: { choiceId, changes }, before }) => {
    const was = before.choices.find(({ id }) => id === choiceId)?.name ?? 'A choice'
    const parts = [
      ...(changes.name === undefined ? [] : [`renamed to ${changes.name}`]),
      ...(changes.from === undefined
        ? []
        : [changes.from ? `offered from ${changes.from}` : 'offered from ever']),
      ...(changes.until === undefined
        ? []
        : [changes.until ? `not offered from ${changes.until} on` : 'offered for ever']),
    ]
    return `${was} ${parts.join(', ')}`
  },
  'choiceList.choice-moved': ({ data, before }) =>
    `${before.choices.find(({ id }) => id === data.choiceId)?.name ?? 'A choice'} moved`,
  'choiceList.archived': () => 'List archived; its fields take any text',
  'choiceList.restored': () => 'List restored',
})
