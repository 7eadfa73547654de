import { useState } from 'react'
import type { Replies } from '../../../api/types.gen.ts'
import { useLive } from '../../../live/live.tsx'
import { Reference } from '../../../records/field-value.tsx'
import { Report } from '../../../records/report.tsx'
import { NumericInput } from '../../../records/typed-inputs.tsx'
import { InstantValue } from '../../../time/instant.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { count, counted, percent } from '../../../ui/format.ts'
import { Facts, Quiet, Table } from '../../../ui/screen.tsx'
import { Nothing } from '../../../ui/values.tsx'
import { Opening } from '../opening.tsx'
import { Between, hundredth, Told } from './figures.tsx'
import { MakeList } from './make-list.tsx'

type Found = Replies['/churn']
type Risk = Found['items'][number]
type BackTest = NonNullable<Found['backTest']>

const words: Readonly<Record<Risk['reasons'][number]['trait'], string>> = {
  'silent-longer': 'Silent for longer than usual',
  'silent-much-longer': 'Silent for more than twice as long as usual',
  'bought-few-times': 'Bought two or three times',
  'bought-once': 'Bought once',
  'buys-less': 'Buys less than before',
  trouble: 'Complained, or something was late',
  dissatisfied: 'Was not satisfied',
}

/** Which customers may leave and why, how good such scores have been, and a list of them to be kept. */
export function Churn() {
  const [days, setDays] = useState(180)
  const [listing, list] = useState<readonly Risk[]>()
  useLive('order', 'opportunity')
  return (
    <>
      <Report<Found>
        model="order opportunity"
        title="Who may leave"
        path="/churn"
        parameters={{ days }}
        aside={
          <NumericInput
            size="xs"
            w={170}
            aria-label="Days without a purchase"
            unit="days silent"
            min={14}
            max={1095}
            value={days}
            onChange={(next) => setDays(next !== null && next >= 14 && next <= 1095 ? next : days)}
          />
        }
        lines={({ items }) => [
          ['Customer', 'Chance of leaving', 'Reasons', 'Purchases', 'Last one', 'Days silent', 'Usual days'],
          ...items.map((one) => [
            one.accountName ?? one.accountId ?? '',
            one.chance,
            one.reasons.map(({ trait }) => words[trait]).join('; '),
            one.purchases,
            one.lastPurchaseAt,
            one.silentDays,
            one.usualDays,
          ]),
        ]}
      >
        {(found) =>
          found.items.length === 0 ? (
            <Quiet>No account has bought within {count(2 * days)} days that you may see.</Quiet>
          ) : (
            <>
              <Customers found={found} onList={() => list(found.items)} />
              <Quiet>{found.method}</Quiet>
            </>
          )
        }
      </Report>
      {listing && (
        <MakeList
          title="A list of customers to keep"
          name="Customers to keep"
          first={20}
          accountIds={listing.flatMap(({ accountId }) => accountId ?? [])}
          onClose={() => list(undefined)}
        >
          {counted(listing.length, 'customer stands', 'customers stand')} here. The page of the list tells
          later how many of them have bought again.
        </MakeList>
      )}
    </>
  )
}

function Customers({
  found: { items, customers, learned, backTest, where },
  onList,
}: {
  found: Found
  onList: () => void
}) {
  return (
    <>
      <Facts
        facts={[
          [
            'Customers',
            <Opening key="customers" model="account" where={where}>
              {count(customers)}
            </Opening>,
          ],
          [
            'Learned of',
            learned
              ? `${count(learned.customers)}, of whom ${count(learned.left)} left`
              : 'Too few to learn from: who is silent longest comes first',
          ],
        ]}
      />
      {backTest && <Tested of={backTest} />}
      <WriteButton permission="marketingList.create" size="compact-xs" variant="default" onClick={onList}>
        Make a list
      </WriteButton>
      <Table
        label="Customers by their chance of leaving"
        head={['Customer', 'Chance', 'Because', 'Purchases', 'Last one', 'Days silent', 'Usual']}
      >
        {items.map((one) => (
          <tr key={one.accountId}>
            <td>
              <Reference model="account" id={one.accountId ?? ''} name={one.accountName ?? null} />
            </td>
            <td data-right>
              <Told value={one.chance} words={percent} />
            </td>
            <td>
              {one.reasons.length === 0 ? (
                <Nothing />
              ) : (
                one.reasons.map(({ trait }) => words[trait]).join(', ')
              )}
            </td>
            <td data-right>{count(one.purchases)}</td>
            <td>
              <InstantValue at={one.lastPurchaseAt} />
            </td>
            <td data-right>{count(one.silentDays)}</td>
            <td data-right>{count(one.usualDays)}</td>
          </tr>
        ))}
      </Table>
    </>
  )
}

/** How good the scores of a horizon ago have turned out. */
function Tested({ of: { at, customers, left, discrimination, low, high, top, bins } }: { of: BackTest }) {
  return (
    <section aria-label="Back-test">
      <Facts
        facts={[
          ['Back-test as of', <InstantValue key="at" at={at} />],
          ['Left since', `${count(left)} of ${count(customers)}`],
          [
            'Discrimination',
            <span key="area">
              <Told value={discrimination} words={hundredth} /> (
              <Between low={low} high={high} words={hundredth} />)
            </span>,
          ],
          ['Of the tenth with the highest scores', `${count(top.left)} of ${count(top.customers)} left`],
        ]}
      />
      <Table label="Said and came" head={['Said', 'Customers', 'Left', 'Share', '95 % interval']}>
        {bins.map((one) => (
          <tr key={one.from}>
            <td>{percent(one.said)}</td>
            <td data-right>{count(one.customers)}</td>
            <td data-right>{count(one.left)}</td>
            <td data-right>{percent(one.left / one.customers)}</td>
            <td data-right>
              <Between low={one.low} high={one.high} words={percent} />
            </td>
          </tr>
        ))}
      </Table>
    </section>
  )
}
