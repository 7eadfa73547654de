import { Group, SegmentedControl, Select } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useLive } from '../../live/live.tsx'
import { RefInput } from '../../records/field-input.tsx'
import { Reference } from '../../records/field-value.tsx'
import { Report } from '../../records/report.tsx'
import { InstantValue } from '../../time/instant.tsx'
import type { Search } from '../../time/time.ts'
import { count, counted, day, percent } from '../../ui/format.ts'
import { Quiet, Screen, Table } from '../../ui/screen.tsx'
import { Nothing, Tag } from '../../ui/values.tsx'
import type { Causes, Corrections, Trend } from './ticket-reports.entry.ts'
import classes from './ticket-reports.module.css'

const groupings = [
  { value: 'all', label: 'All together' },
  { value: 'category', label: 'By category' },
  { value: 'product', label: 'By product' },
  { value: 'type', label: 'By type' },
]

/** What tickets come to: how many there are and when that is a spike, why customers complain, and what helped. */
export function TicketReports() {
  useLive('ticket', 'activity')
  const [each, setEach] = useState('week')
  const [by, setBy] = useState('all')
  const [productId, setProduct] = useState<string | null>(null)
  const product = productId === null ? {} : { productId }
  return (
    <Screen title="Ticket reports" about="Of the tickets that you may see, of the year up to the time shown.">
      <Group align="end" gap={12}>
        <RefInput label="Product" model="product" value={productId} onChange={setProduct} />
      </Group>
      <Report<Trend>
        model="ticket"
        title="How many come"
        path="/ticket-trend"
        parameters={{ each, by, ...product }}
        aside={
          <Group gap={8}>
            <SegmentedControl
              size="xs"
              aria-label="Each"
              value={each}
              onChange={setEach}
              data={[
                { value: 'day', label: 'Days' },
                { value: 'week', label: 'Weeks' },
              ]}
            />
            <Select
              size="xs"
              aria-label="Grouped"
              value={by}
              onChange={(value) => setBy(value ?? 'all')}
              data={groupings}
              allowDeselect={false}
            />
          </Group>
        }
        lines={({ groups }) => [
          ['Group', 'From', 'Tickets', 'Expected', 'Spike'],
          ...groups.flatMap(({ name, counts }) =>
            counts.map(({ from, tickets, expected, spike }) => [
              name,
              from,
              tickets,
              expected ?? '',
              spike ? 'yes' : 'no',
            ]),
          ),
        ]}
      >
        {({ groups, method }) =>
          groups.length === 0 ? (
            <Quiet>No ticket was opened in this time.</Quiet>
          ) : (
            <>
              {groups.slice(0, mostGroups).map((group) => (
                <Counts key={group.key} group={group} each={each} />
              ))}
              <Quiet>{method}</Quiet>
            </>
          )
        }
      </Report>
      <Report<Causes>
        model="ticket"
        title="Why customers complain"
        path="/complaint-causes"
        parameters={product}
        lines={({ items }) => [
          ['Root cause', 'Complaints', 'Share', 'Cumulative'],
          ...items.map(({ rootCause, complaints, share, cumulative }) => [
            rootCause ?? '',
            complaints,
            share,
            cumulative,
          ]),
        ]}
      >
        {({ items, products, total }) =>
          total === 0 ? (
            <Quiet>No complaint was opened in this time.</Quiet>
          ) : (
            <>
              <Table label="Root causes" head={['Root cause', 'Complaints', 'Share', 'Together']}>
                {items.map(({ rootCause = null, complaints, share, cumulative }) => (
                  <tr key={rootCause ?? ''}>
                    <td>{rootCause ?? 'Not said yet'}</td>
                    <td>
                      {rootCause === null ? (
                        count(complaints)
                      ) : (
                        <Complaints count={complaints} search={{ rootCause, ...product }} />
                      )}
                    </td>
                    <td>
                      <span className={classes.share}>
                        <i style={{ width: `${share * 100}%` }} aria-hidden />
                      </span>
                      {percent(share)}
                    </td>
                    <td>{percent(cumulative)}</td>
                  </tr>
                ))}
              </Table>
              {products.length > 0 && (
                <Table label="Products complained about" head={['Product', 'Complaints']}>
                  {products.map(({ productId: id = '', productName, complaints }) => (
                    <tr key={id}>
                      <td>
                        <Reference model="product" id={id} name={productName ?? null} />
                      </td>
                      <td>
                        <Complaints count={complaints} search={{ productId: id }} />
                      </td>
                    </tr>
                  ))}
                </Table>
              )}
            </>
          )
        }
      </Report>
      <Report<Corrections>
        model="ticket activity"
        title="Corrective actions and their effect"
        path="/complaint-corrections"
        parameters={product}
      >
        {({ items, method }) =>
          items.length === 0 ? (
            <Quiet>No corrective action was planned. They are planned on the page of a complaint.</Quiet>
          ) : (
            <>
              <Table
                label="Corrective actions"
                head={['Action', 'Of', 'Root cause', 'Product', 'Done', 'Before', 'After', 'By chance']}
              >
                {items.map((one) => (
                  <tr key={`${one.ticketId} ${one.activityId}`}>
                    <td>
                      <Reference model="activity" id={one.activityId ?? ''} name={one.subject ?? 'Task'} />
                    </td>
                    <td>
                      <Reference model="ticket" id={one.ticketId ?? ''} name={one.number ?? null} />
                    </td>
                    <td>{one.rootCause ?? 'Not said yet'}</td>
                    <td>
                      {one.productId ? (
                        <Reference model="product" id={one.productId} name={one.productName ?? null} />
                      ) : (
                        <Nothing />
                      )}
                    </td>
                    <td>
                      {one.doneAt ? <InstantValue at={one.doneAt} /> : <Tag tone="warn">{one.status}</Tag>}
                    </td>
                    <td>{one.before ?? <Nothing />}</td>
                    <td>
                      {one.after == null ? (
                        <Nothing />
                      ) : (
                        `${one.after} in ${counted(one.days ?? 0, 'day', 'days')}`
                      )}
                    </td>
                    <td>{one.chance == null ? <Nothing /> : percent(one.chance)}</td>
                  </tr>
                ))}
              </Table>
              <Quiet>{method}</Quiet>
            </>
          )
        }
      </Report>
    </Screen>
  )
}

/** More than these nobody compares at a glance; the file has all. */
const mostGroups = 12

/** A bar for each time; a spike says so in words, too. */
function Counts({ group, each }: { group: Trend['groups'][number]; each: string }) {
  const { name, counts, total, spikes } = group
  const highest = Math.max(1, ...counts.map(({ tickets }) => tickets))
  const marked = counts.filter(({ spike }) => spike)
  return (
    <figure className={classes.counts}>
      <figcaption>
        <strong>{name}</strong> {counted(total, 'ticket', 'tickets')}
        {spikes > 0 && <Tag tone="bad">{counted(spikes, 'spike', 'spikes')}</Tag>}
      </figcaption>
      <div className={classes.bars} aria-hidden>
        {counts.map(({ from, tickets, spike }) => (
          <i
            key={from}
            data-spike={spike}
            style={{ height: `${(tickets / highest) * 100}%` }}
            title={`${day(from)}: ${count(tickets)}`}
          />
        ))}
      </div>
      {marked.length > 0 && (
        <ul className={classes.spikes}>
          {marked.slice(-5).map(({ from, tickets, expected }) => (
            <li key={from}>
              {each === 'week' ? 'The week from ' : ''}
              {day(from)}: {count(tickets)} where {count(expected ?? 0, 1)} came before
            </li>
          ))}
        </ul>
      )}
    </figure>
  )
}

/** The list of those that a number counts. */
function Complaints({ count: complaints, search }: { count: number; search: Search }) {
  return (
    <Link to="/$path" params={{ path: 'tickets' }} search={{ type: 'complaint', ...search }}>
      {count(complaints)}
    </Link>
  )
}
