import { useState } from 'react'
import { useLive } from '../../../live/live.tsx'
import { Reference } from '../../../records/field-value.tsx'
import { Report } from '../../../records/report.tsx'
import { NumericInput } from '../../../records/typed-inputs.tsx'
import { inUnits } from '../../../ui/export-csv.tsx'
import { count } from '../../../ui/format.ts'
import { Quiet, Screen, Table } from '../../../ui/screen.tsx'
import { MoneyValues, Nothing } from '../../../ui/values.tsx'
import type { ContactAnalysis } from '../contact-analysis.entry.ts'
import { Channels, Hours, LastTouch, reasonsIn } from './shown.tsx'

/** Who decides at our customers, how they are kept in touch with, and what came of it (CUS-06, CUS-08). */
export function ContactAnalysisScreen() {
  const [weightFrom, setWeight] = useState(0)
  const [untouchedDays, setDays] = useState<number | undefined>()
  useLive('contact')
  useLive('activity')
  return (
    <Screen
      title="Contact analysis"
      about="Contacts by how much they decide, with when and how they were last touched, and the deals they have a say in."
      actions={
        <>
          <NumericInput
            label="Weight from"
            w={150}
            min={0}
            max={100}
            value={weightFrom}
            onChange={(next) => setWeight(next ?? 0)}
          />
          <NumericInput
            label="Untouched for"
            unit="days"
            w={150}
            min={1}
            max={3650}
            value={untouchedDays ?? null}
            onChange={(next) => setDays(next ?? undefined)}
          />
        </>
      }
    >
      <Report<ContactAnalysis>
        model="contact"
        title="Contacts"
        path="/contact-analysis"
        parameters={{ weightFrom, untouchedDays, limit: 200 }}
        lines={linesOf}
      >
        {({ contacts, method }) =>
          contacts.length === 0 ? (
            <Quiet>No contact that you may see is like this.</Quiet>
          ) : (
            <>
              <Table
                label="Contacts by weight"
                head={[
                  'Contact',
                  'Account',
                  'Weight',
                  'Because of',
                  'Last touch',
                  'Channels',
                  'We answer in',
                  'They answer in',
                  'Deals won',
                  'Revenue',
                ]}
              >
                {contacts.map((one) => (
                  <tr key={one.contactId}>
                    <td>
                      <Reference model="contact" id={one.contactId} name={one.name ?? null} />
                    </td>
                    <td>
                      {one.accountId ? (
                        <Reference model="account" id={one.accountId} name={one.accountName ?? null} />
                      ) : (
                        <Nothing />
                      )}
                    </td>
                    <td>{count(one.weight)}</td>
                    <td>{reasonsIn(one) || <Nothing />}</td>
                    <td>
                      <LastTouch of={one} />
                    </td>
                    <td>
                      <Channels of={one} />
                    </td>
                    <td>
                      <Hours value={one.ourHours} />
                    </td>
                    <td>
                      <Hours value={one.theirHours} />
                    </td>
                    <td>
                      {count(one.deals.won)} of {count(one.deals.won + one.deals.lost + one.deals.open)}
                    </td>
                    <td>
                      <MoneyValues values={one.deals.revenue} />
                    </td>
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

function linesOf({ contacts }: ContactAnalysis) {
  return [
    [
      'Contact',
      'Title',
      'Account',
      'Owner',
      'Weight',
      'Because of',
      'Last touch',
      'Touches',
      'We answer in hours',
      'They answer in hours',
      'Deals open',
      'Deals won',
      'Deals lost',
      'Currency',
      'Revenue',
    ],
    ...contacts.flatMap((one) =>
      (one.deals.revenue.length > 0 ? one.deals.revenue : [undefined]).map((sum) => [
        one.name,
        one.title,
        one.accountName,
        one.ownerName,
        one.weight,
        reasonsIn(one),
        one.lastTouch?.at,
        one.touches,
        one.ourHours,
        one.theirHours,
        one.deals.open,
        one.deals.won,
        one.deals.lost,
        sum?.currency,
        inUnits(sum?.amount, sum?.currency),
      ]),
    ),
  ]
}
