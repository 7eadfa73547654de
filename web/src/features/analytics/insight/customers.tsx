import { Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Replies } from '../../../api/types.gen.ts'
import { useLive } from '../../../live/live.tsx'
import { Reference } from '../../../records/field-value.tsx'
import { Panel } from '../../../records/panel.tsx'
import { Report } from '../../../records/report.tsx'
import { count, percent } from '../../../ui/format.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { MoneyValues, Tag } from '../../../ui/values.tsx'
import { Opening } from '../opening.tsx'
import { KeepResult } from './keep.tsx'
import { LookAlikes } from './look-alikes.tsx'
import { Profile } from './profile-part.tsx'

type Found = Replies['/customer-groups']
export type GroupedCustomers = Found
type Group = Found['groups'][number]['group']

export const groupWords: Readonly<Record<Group, string>> = {
  champions: 'Champions',
  loyal: 'Loyal',
  new: 'New',
  between: 'In between',
  going: 'Going',
  gone: 'Gone',
}

/** Customers by how lately, how often and for how much they bought; and who is like the best of them. */
export function Customers() {
  const [group, setGroup] = useState<string | null>(null)
  useLive('order', 'opportunity', 'account')
  return (
    <>
      <Report<Found>
        model="order opportunity account"
        title="By how lately, how often and for how much"
        path="/customer-groups"
        parameters={group === null ? {} : { group }}
        aside={
          <>
            <KeepResult mined="customer-groups" />
            <Select
              size="xs"
              aria-label="Which customers"
              placeholder="All customers"
              clearable
              value={group}
              onChange={setGroup}
              data={Object.entries(groupWords).map(([value, label]) => ({ value, label }))}
            />
          </>
        }
        lines={({ items }) => [
          ['Customer', 'Group', 'Lately', 'Often', 'Much', 'Days silent', 'Purchases'],
          ...items.map((one) => [
            one.accountName ?? one.accountId ?? '',
            groupWords[one.group],
            one.recency,
            one.frequency,
            one.monetary,
            one.silentDays,
            one.purchases,
          ]),
        ]}
      >
        {(found) =>
          found.customers === 0 ? (
            <Quiet>No account has bought anything that you may see.</Quiet>
          ) : (
            <Groups found={found} />
          )
        }
      </Report>
      <IndustryProfile />
      <LookAlikes />
    </>
  )
}

/** How all customers of an industry buy and ask, beside the profile that stands on each account. */
function IndustryProfile() {
  const [typed, setTyped] = useState('')
  const [industry, setIndustry] = useState('')
  return (
    <>
      <Panel title="How an industry buys">
        <TextInput
          size="xs"
          label="Industry"
          description="As it stands on accounts; Enter shows it."
          value={typed}
          maxLength={200}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          onKeyDown={({ key }) => key === 'Enter' && setIndustry(typed.trim())}
          onBlur={() => setIndustry(typed.trim())}
        />
      </Panel>
      {industry !== '' && <Profile title={`How ${industry} buys and asks`} asked={{ industry }} />}
    </>
  )
}

export function Groups({
  found: { groups, items, few, otherCurrencies, currency, method },
}: {
  found: Found
}) {
  return (
    <>
      {few && <Tag tone="neutral">Few customers: the groups say little</Tag>}
      <Table label="Groups of customers" head={['Group', 'Customers', 'Share', 'Purchases', 'Worth']}>
        {groups.map((one) => (
          <tr key={one.group}>
            <td>{groupWords[one.group]}</td>
            <td data-right>
              <Opening model="account" where={one.where}>
                {count(one.customers)}
              </Opening>
            </td>
            <td data-right>{percent(one.share)}</td>
            <td data-right>{count(one.purchases)}</td>
            <td data-right>
              <MoneyValues values={one.worth ? [one.worth] : []} />
            </td>
          </tr>
        ))}
      </Table>
      <Table
        label="Customers"
        head={['Customer', 'Group', 'Lately', 'Often', 'Much', 'Days silent', 'Purchases', 'Worth']}
      >
        {items.map((one) => (
          <tr key={one.accountId}>
            <td>
              <Reference model="account" id={one.accountId ?? ''} name={one.accountName ?? null} />
            </td>
            <td>{groupWords[one.group]}</td>
            <td data-right>{one.recency}</td>
            <td data-right>{one.frequency}</td>
            <td data-right>{one.monetary}</td>
            <td data-right>{count(one.silentDays)}</td>
            <td data-right>{count(one.purchases)}</td>
            <td data-right>
              <MoneyValues values={one.worth ? [one.worth] : []} />
            </td>
          </tr>
        ))}
      </Table>
      {otherCurrencies > 0 && currency && (
        <Quiet>
          {count(otherCurrencies)} purchases were not in {currency}: they count, and are in no worth.
        </Quiet>
      )}
      <Quiet>{method}</Quiet>
    </>
  )
}
