import { Group, Select } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useLive } from '../../live/live.tsx'
import { Report } from '../../records/report.tsx'
import { DayInput } from '../../records/typed-inputs.tsx'
import { count, percent } from '../../ui/format.ts'
import { Quiet, Screen, Table } from '../../ui/screen.tsx'
import { MoneyValue, Nothing } from '../../ui/values.tsx'
import type { CampaignResults } from './campaign-results.entry.ts'
import { Rate } from './funnel.tsx'

const models = [
  { value: 'linear', label: 'All answers alike' },
  { value: 'first', label: 'The first answer' },
  { value: 'last', label: 'The last answer' },
  { value: 'position', label: 'First and last most' },
]

/** What campaigns cost and brought, by a model of attribution, as of the instant shown (MKT-17, MKT-19, BEY-05). */
export function CampaignResultsScreen() {
  useLive('campaign', 'mailingRecipient', 'opportunity')
  const [model, setModel] = useState('linear')
  const [period, setPeriod] = useState<{ from: string | null; to: string | null }>({ from: null, to: null })
  return (
    <Screen title="Campaign results" about="Of deals won in the period, a year unless you say otherwise.">
      <Group align="end" gap={8}>
        <Select
          label="A deal belongs to"
          data={models}
          value={model}
          allowDeselect={false}
          onChange={(value) => setModel(value ?? 'linear')}
        />
        <DayInput
          label="From"
          w={150}
          value={period.from}
          onChange={(from) => setPeriod({ ...period, from })}
        />
        <DayInput label="To" w={150} value={period.to} onChange={(to) => setPeriod({ ...period, to })} />
      </Group>
      <Report<CampaignResults>
        model="campaign mailingRecipient opportunity"
        title="Campaigns"
        path="/campaign-results"
        parameters={{
          model,
          ...(period.from && { from: period.from }),
          ...(period.to && { to: period.to }),
        }}
        lines={({ campaigns }) => [
          [
            'Campaign',
            'Sent',
            'Opened',
            'Clicked',
            'Responded',
            'Posts',
            'Reactions',
            'Leads',
            'Won',
            'Currency',
            'Cost',
            'Revenue',
            'ROI',
          ],
          ...campaigns.flatMap((one) =>
            (one.returns.length > 0 ? one.returns : [null]).map((sum) => [
              one.name,
              one.sent,
              one.opened,
              one.clicked,
              one.responded,
              one.social?.posts ?? '',
              one.social?.reactions ?? '',
              one.leads,
              one.won,
              sum?.currency ?? '',
              sum?.cost ?? '',
              sum?.revenue ?? '',
              sum?.roi ?? '',
            ]),
          ),
        ]}
      >
        {(found) => <Compared found={found} />}
      </Report>
    </Screen>
  )
}

function Compared({ found }: { found: CampaignResults }) {
  const { campaigns, unattributed, total, method } = found
  if (campaigns.length === 0) return <Quiet>There is no campaign yet.</Quiet>
  const head = [
    'Campaign',
    'Sent',
    'Responded',
    'Reactions',
    'Leads',
    'Won',
    'Cost',
    'Per lead',
    'Per win',
    'Revenue',
    'Return',
  ]
  return (
    <>
      <Table label="Campaigns" head={head}>
        {campaigns.flatMap((one) =>
          (one.returns.length > 0 ? one.returns : [null]).map((sum, place) => {
            const worth = (amount: number | null | undefined) =>
              sum && amount !== null && amount !== undefined ? (
                <MoneyValue value={{ amount, currency: sum.currency }} />
              ) : (
                <Nothing />
              )
            return (
              <tr key={`${one.campaignId} ${sum?.currency ?? ''}`}>
                <td>
                  {place === 0 && (
                    <Link to="/$path/$id" params={{ path: 'campaigns', id: one.campaignId }}>
                      {one.name}
                    </Link>
                  )}
                </td>
                <td data-right>{place === 0 && count(one.sent)}</td>
                <td data-right>{place === 0 && <Rate of={one.responseRate} counted={one.responded} />}</td>
                <td data-right>
                  {place === 0 && (one.social?.posts ? count(one.social.reactions) : <Nothing />)}
                </td>
                <td data-right>{place === 0 && count(one.leads)}</td>
                <td data-right>{place === 0 && count(one.won)}</td>
                <td data-right>{worth(sum?.cost)}</td>
                <td data-right>{worth(sum?.costPerLead)}</td>
                <td data-right>{worth(sum?.costPerWon)}</td>
                <td data-right>{worth(sum?.revenue)}</td>
                <td data-right>{sum?.roi === null || !sum ? <Nothing /> : percent(sum.roi)}</td>
              </tr>
            )
          }),
        )}
      </Table>
      <Quiet>
        {total.length === 0
          ? 'Nothing was won in this time. '
          : total.map(({ currency, revenue }) => {
              const none = unattributed.find((one) => one.currency === currency)?.revenue ?? 0
              return (
                <span key={currency}>
                  Of <MoneyValue value={{ amount: revenue, currency }} /> won,{' '}
                  <MoneyValue value={{ amount: none, currency }} /> came without any answer to a campaign.{' '}
                </span>
              )
            })}
        {method}
      </Quiet>
    </>
  )
}
