import type { Replies } from '../../../api/types.gen.ts'
import { Reference } from '../../../records/field-value.tsx'
import { Report } from '../../../records/report.tsx'
import { count, percent } from '../../../ui/format.ts'
import { Facts, Quiet, Table } from '../../../ui/screen.tsx'
import { Nothing, Tag } from '../../../ui/values.tsx'
import { Opening } from '../opening.tsx'
import { hundredth } from './figures.tsx'
import { KeepResult } from './keep.tsx'

type Found = Replies['/look-alikes']
type Reason = Found['items'][number]['reasons'][number]

const words = { industry: 'Industry', size: 'Size', country: 'Country', class: 'Class' } as const

/** Which accounts that have not bought are like those that buy most, and in what. */
export function LookAlikes() {
  return (
    <Report<Found>
      model="account order opportunity"
      title="Prospects that are like the best customers"
      path="/look-alikes"
      aside={<KeepResult mined="look-alikes" />}
      lines={({ items }) => [
        ['Prospect', 'Score', 'Known traits', 'Because'],
        ...items.map((one) => [
          one.accountName ?? one.accountId ?? '',
          one.score,
          one.known,
          one.reasons.map(because).join('; '),
        ]),
      ]}
    >
      {(found) => <Alike found={found} />}
    </Report>
  )
}

export function Alike({ found: { best, prospects, few, openBest, items, method } }: { found: Found }) {
  return items.length === 0 ? (
    <Quiet>
      {best === 0
        ? 'No account has bought twice yet, so that there is nobody to be like.'
        : 'There is no prospect of whom something is known.'}
    </Quiet>
  ) : (
    <>
      <Facts
        facts={[
          [
            'Best customers',
            <span key="best">
              <Opening model="account" where={openBest}>
                {count(best)}
              </Opening>{' '}
              {few && <Tag tone="neutral">Few: likeness says little</Tag>}
            </span>,
          ],
          ['Prospects', count(prospects)],
        ]}
      />
      <Table label="Prospects" head={['Prospect', 'Score', 'Known traits', 'Because']}>
        {items.map((one) => (
          <tr key={one.accountId}>
            <td>
              <Reference model="account" id={one.accountId ?? ''} name={one.accountName ?? null} />
            </td>
            <td data-right>{hundredth(one.score)}</td>
            <td data-right>{one.known}</td>
            <td>{one.reasons.length === 0 ? <Nothing /> : one.reasons.map(because).join('; ')}</td>
          </tr>
        ))}
      </Table>
      <Quiet>{method}</Quiet>
    </>
  )
}

/** "Industry Retail: 8 of 10 best, 30 of 100 in all (49% to 94%)". */
const because = ({ trait, value, best, bestOf, all, allOf, low, high }: Reason) =>
  `${words[trait]} ${value}: ${count(best)} of ${count(bestOf)} best (${percent(low)} to ${percent(high)}), ${count(all)} of ${count(allOf)} in all`
