import type { Replies } from '../../../api/types.gen.ts'
import { Reference } from '../../../records/field-value.tsx'
import { Report } from '../../../records/report.tsx'
import { count, percent, sentence } from '../../../ui/format.ts'
import { Facts, Quiet, Table } from '../../../ui/screen.tsx'
import { Opening } from '../opening.tsx'
import { Between, Told, tenth } from './figures.tsx'

type Found = Replies['/customer-behaviour']
type Trend = Found['deals']

/** On an account: how it buys and asks. */
export function ProfilePart({ id }: { id: string }) {
  return <Profile title="How it buys and asks" asked={{ accountId: id }} />
}

/** How a customer, or all of an industry, buys and asks. */
export function Profile({
  title,
  asked,
}: {
  title: string
  asked: { accountId: string } | { industry: string }
}) {
  return (
    <Report<Found>
      model="opportunity order ticket"
      title={title}
      path="/customer-behaviour"
      parameters={asked}
    >
      {({ customers, usualDays, gaps, deals, tickets, channels, products, baskets, method }) =>
        customers === 0 && tickets.lately + tickets.before === 0 ? (
          <Quiet>Nothing was bought or asked yet that you may see.</Quiet>
        ) : (
          <>
            <Facts
              facts={[
                ['Customers with won deals', count(customers)],
                ['Deals this year and before', <InYears key="deals" model="opportunity" of={deals} />],
                ['Tickets this year and before', <InYears key="tickets" model="ticket" of={tickets} />],
                [
                  'Days between deals',
                  <span key="gaps">
                    <Told value={usualDays} words={tenth} /> (of {count(gaps)})
                  </span>,
                ],
                [
                  'Asks by',
                  channels.map((one) => `${sentence(one.channel)} ${percent(one.share)}`).join(', ') ||
                    'nothing this year',
                ],
              ]}
            />
            {products.length > 0 && (
              <Table
                label="What is bought"
                head={[
                  'Product',
                  `Deals of ${count(baskets)}`,
                  'Share',
                  '95 % interval',
                  'With all customers',
                ]}
              >
                {products.map((one) => (
                  <tr key={one.productId}>
                    <td>
                      <Reference model="product" id={one.productId ?? ''} name={one.productName ?? null} />
                    </td>
                    <td data-right>{count(one.deals)}</td>
                    <td data-right>{percent(one.share)}</td>
                    <td data-right>
                      <Between low={one.low} high={one.high} words={percent} />
                    </td>
                    <td data-right>{percent(one.everywhere)}</td>
                  </tr>
                ))}
              </Table>
            )}
            <Quiet>{method}</Quiet>
          </>
        )
      }
    </Report>
  )
}

function InYears({
  model,
  of: { lately, before, chance, openLately, openBefore },
}: {
  model: string
  of: Trend
}) {
  return (
    <>
      <Opening model={model} where={openLately}>
        {count(lately)}
      </Opening>{' '}
      and{' '}
      <Opening model={model} where={openBefore}>
        {count(before)}
      </Opening>
      {lately + before > 0 && (chance < 0.05 ? ', beyond chance' : ', may be chance')}
    </>
  )
}
