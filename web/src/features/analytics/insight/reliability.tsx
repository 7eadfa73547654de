import { Select } from '@mantine/core'
import { useState } from 'react'
import type { Replies } from '../../../api/types.gen.ts'
import { useLive } from '../../../live/live.tsx'
import { RefInput } from '../../../records/field-input.tsx'
import { Reference } from '../../../records/field-value.tsx'
import { Report } from '../../../records/report.tsx'
import { InstantValue } from '../../../time/instant.tsx'
import { count, day, percent } from '../../../ui/format.ts'
import { Facts, Quiet, Table } from '../../../ui/screen.tsx'
import { Tag } from '../../../ui/values.tsx'
import { Opening } from '../opening.tsx'
import { Between, Told, tenth } from './figures.tsx'

type Found = Replies['/reliability']
type Field = Found['fields'][number]['field']
type Score = Found['all']

const words: Readonly<Record<Field, string>> = {
  entered: 'Closed belatedly',
  amount: 'Amount',
  'close-date': 'Close date',
  state: 'State',
  owner: 'Owner',
}

/** How often and how late closed deals of a month are revised after its end, and each revision. */
export function Reliability() {
  const [ownerId, setOwner] = useState<string | null>(null)
  const [field, setField] = useState<string | null>(null)
  useLive('opportunity')
  return (
    <Report<Found>
      model="opportunity"
      title="Numbers that were revised after the end of their month"
      path="/reliability"
      parameters={{ ...(ownerId && { ownerId }), ...(field && { field }) }}
      aside={
        <>
          <RefInput label="Owner" model="user" value={ownerId} onChange={setOwner} />
          <Select
            size="xs"
            aria-label="Which revisions"
            placeholder="All revisions"
            clearable
            value={field}
            onChange={setField}
            data={Object.entries(words).map(([value, label]) => ({ value, label }))}
          />
        </>
      }
      lines={({ revisions }) => [
        ['Deal', 'What', 'Was', 'Became', 'At', 'Month ended', 'Days late', 'Owner'],
        ...revisions.map((one) => [
          one.opportunityName ?? one.opportunityId ?? '',
          words[one.field],
          one.before ?? '',
          one.after ?? '',
          one.at,
          one.monthEnd,
          one.days,
          one.ownerName ?? one.ownerId ?? '',
        ]),
      ]}
    >
      {(found) =>
        found.all.numbers === 0 ? (
          <Quiet>No deal was closed in a month that has ended, in this year.</Quiet>
        ) : (
          <Scores found={found} />
        )
      }
    </Report>
  )
}

function Scores({ found: { all, owners, fields, revisions, openRevised, method } }: { found: Found }) {
  return (
    <>
      <Facts
        facts={[
          ['Numbers', count(all.numbers)],
          [
            'Revised',
            <Opening key="revised" model="opportunity" where={openRevised}>
              {count(all.revised)}
            </Opening>,
          ],
          ['Share', <Share key="share" of={all} />],
          ['Median days late', <Told key="days" value={all.medianDays} words={tenth} />],
        ]}
      />
      <Table
        label="By owner"
        head={['Owner', 'Numbers', 'Revised', 'Share', 'Revisions', 'Median days late', 'Nine in ten within']}
      >
        {owners.map((one) => (
          <tr key={one.ownerId}>
            <td>
              <Reference model="user" id={one.ownerId ?? ''} name={one.ownerName ?? null} />{' '}
              {one.few && <Tag tone="neutral">Few numbers</Tag>}
            </td>
            <td data-right>{count(one.numbers)}</td>
            <td data-right>{count(one.revised)}</td>
            <td data-right>
              <Share of={one} />
            </td>
            <td data-right>{count(one.revisions)}</td>
            <td data-right>
              <Told value={one.medianDays} words={tenth} />
            </td>
            <td data-right>
              <Told value={one.lastDays} words={tenth} />
            </td>
          </tr>
        ))}
      </Table>
      {fields.length > 0 && (
        <Table
          label="By what was revised"
          head={['What', 'Revisions', 'Median days late', 'Nine in ten within']}
        >
          {fields.map((one) => (
            <tr key={one.field}>
              <td>{words[one.field]}</td>
              <td data-right>{count(one.revisions)}</td>
              <td data-right>
                <Told value={one.medianDays} words={tenth} />
              </td>
              <td data-right>
                <Told value={one.lastDays} words={tenth} />
              </td>
            </tr>
          ))}
        </Table>
      )}
      {revisions.length > 0 && (
        <Table label="Revisions" head={['Deal', 'What', 'Was', 'Became', 'When', 'Month ended', 'Days late']}>
          {revisions.map((one) => (
            <tr key={`${one.opportunityId} ${one.field} ${one.at}`}>
              <td>
                <Reference
                  model="opportunity"
                  id={one.opportunityId ?? ''}
                  name={one.opportunityName ?? null}
                />
              </td>
              <td>{words[one.field]}</td>
              <td>
                <Was field={one.field} value={one.before ?? null} />
              </td>
              <td>
                <Was field={one.field} value={one.after ?? null} />
              </td>
              <td>
                <InstantValue at={one.at} />
              </td>
              <td>{day(one.monthEnd)}</td>
              <td data-right>{tenth(one.days)}</td>
            </tr>
          ))}
        </Table>
      )}
      <Quiet>{method}</Quiet>
    </>
  )
}

function Share({ of: { share, low, high } }: { of: Pick<Score, 'share' | 'low' | 'high'> }) {
  return (
    <>
      <Told value={share} words={percent} /> (<Between low={low} high={high} words={percent} />)
    </>
  )
}

function Was({ field, value }: { field: Field; value: string | null }) {
  if (value === null) return '–'
  if (field === 'owner') return <Reference model="user" id={value} />
  return field === 'close-date' ? day(value) : value
}
