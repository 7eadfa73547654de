import { z } from 'zod'
import { customSettingKinds, settingKey, settingValue } from '../../domain/settings/custom-setting.ts'
import { day } from '../../domain/values/day.ts'
import { customSettingTable } from '../../projections/settings/custom-setting.ts'
import { flag } from '../lists/page.ts'
import { recordQueries } from '../lists/record-queries.ts'

export const customSettingQueries = recordQueries(customSettingTable)({
  resource: 'custom-settings',
  summary: 'Settings of the organisation’s own, by their place in the tree',
  row: z.object({
    key: settingKey,
    name: z.string(),
    about: z.string().nullable(),
    kind: z.enum(customSettingKinds),
    choices: z.array(z.string()),
    said: z
      .array(z.object({ value: settingValue.nullable(), from: day }))
      .describe(
        'All that was said of it, in this order. On a day that holds which was said last of it or of a day before.',
      ),
    archived: z.boolean(),
  }),
  shown: (row) => row,
  filters: { key: settingKey, kind: z.enum(customSettingKinds), archived: flag },
  sorts: ['key', 'name', 'createdAt', 'updatedAt'],
  search: ['name', 'key'],
})
