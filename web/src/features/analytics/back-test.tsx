import { resource } from '../../records/resource.ts'
import { day } from '../../ui/format.ts'
import { NewBackTest } from './back-test/new.tsx'
import { BackTestPage } from './back-test/page.tsx'
import { type BackTest, backTest as entry } from './back-test.entry.ts'
import { methodNames } from './methods.ts'

const spans = [
  { value: 'month', label: 'Month' },
  { value: 'quarter', label: 'Quarter' },
  { value: 'year', label: 'Year' },
]

export const backTest = resource<BackTest>(entry)({
  title: ({ from, to }) => (from && to ? `${day(from)} to ${day(to)}` : undefined),
  fields: [
    {
      key: 'span',
      label: 'Forecast of the',
      kind: 'choice',
      choices: spans,
      fixed: true,
      filter: true,
      width: 120,
    },
    { key: 'deals', label: 'Deals', kind: 'number', fixed: true, width: 90 },
    {
      key: 'errors',
      label: 'Least off',
      kind: 'shown',
      show: ({ errors }: BackTest) => {
        const [best] = errors ?? []
        return best && best.forecasts > 0 ? methodNames[best.method] : 'Nothing to compare'
      },
      fixed: true,
      width: 220,
    },
    { key: 'askerId', label: 'By', kind: 'ref', model: 'user', fixed: true, filter: true, width: 150 },
    { key: 'createdAt', label: 'Made', kind: 'instant', fixed: true, sortable: true, width: 120 },
  ],
  columns: ['span', 'errors', 'deals', 'askerId', 'createdAt'],
  sort: '-createdAt',
  searchable: false,
  empty: 'A back-test makes past forecasts again by what was known then, and compares them with what came.',
  Above: NewBackTest,
  Page: BackTestPage,
})
