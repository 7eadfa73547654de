import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { useLive } from '../../../live/live.tsx'
import { BatchProgress, useBatch } from '../../../records/batch-progress.tsx'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import { RecordPage } from '../../../records/page.tsx'
import { Panel } from '../../../records/panel.tsx'
import { Related } from '../../../records/related.tsx'
import { Report } from '../../../records/report.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { count, day } from '../../../ui/format.ts'
import { done, failed } from '../../../ui/notices.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { MoneyValue, Nothing } from '../../../ui/values.tsx'
import type { Campaign } from '../campaign.entry.ts'
import { campaign, channels } from '../campaign.tsx'
import type { CampaignResults } from '../campaign-results.entry.ts'
import { FunnelTable } from '../funnel.tsx'

/** A campaign: what it does, costs and brings. */
export function CampaignPage({ id }: { id: string }) {
  useLive('mailing', 'mailingRecipient')
  return (
    <RecordPage resource={campaign} id={id} actions={(row) => <Turns row={row} />}>
      {(row) => (
        <>
          <Report<CampaignResults>
            model="campaign mailing mailingRecipient"
            title="What it brought"
            path="/campaign-results"
            parameters={{ campaignId: row.id }}
          >
            {({ campaigns: [one] }) =>
              one && one.sent > 0 ? (
                <FunnelTable groups={[unnamed(one)]} />
              ) : (
                <Quiet>Nothing was sent for it yet.</Quiet>
              )
            }
          </Report>
          <Report<CampaignResults>
            model="campaign mailingRecipient opportunity"
            title="Revenue by product"
            path="/campaign-results"
            parameters={{ campaignId: row.id }}
          >
            {({ campaigns: [one] }) => <Products of={one?.products ?? []} />}
          </Report>
          <Related
            model="mailing"
            title="Mailings"
            where={{ campaignId: row.id }}
            columns={['status', 'listId', 'scheduledAt', 'total']}
            empty="No mail goes out for it yet."
          />
          <Calls row={row} />
          <Costs row={row} />
          <Related
            model="mailingRecipient"
            title="Who answered"
            where={{ campaignId: row.id, respondedAtFrom: '2000-01-01T00:00:00Z', sort: '-respondedAt' }}
            columns={['status', 'clicks', 'respondedAt', 'madeLeadId']}
            empty="Nobody has answered yet."
          />
        </>
      )}
    </RecordPage>
  )
}

/** What it brought of each product, those it is about marked. */
function Products({ of }: { of: CampaignResults['campaigns'][number]['products'] }) {
  if (of.length === 0) return <Quiet>Nothing was won yet that it had part in.</Quiet>
  return (
    <Table label="Revenue by product" head={['Product', 'The campaign is about it', 'Revenue']}>
      {of.map(({ productId, name, named, currency, revenue }) => (
        <tr key={`${productId} ${currency}`}>
          <td>{name ?? 'Without a product'}</td>
          <td>{named ? 'Yes' : 'No'}</td>
          <td data-right>
            <MoneyValue value={{ amount: revenue, currency }} />
          </td>
        </tr>
      ))}
    </Table>
  )
}

/** What was done for it to many, such as planning a call with each. */
function Calls({ row: { batchIds = [] } }: { row: Campaign }) {
  if (batchIds.length === 0) return null
  return (
    <Panel title="Calls">
      {batchIds.map((batchId) => (
        <CallBatch key={batchId} id={batchId} />
      ))}
    </Panel>
  )
}

function CallBatch({ id }: { id: string }) {
  const batch = useBatch(id)
  return batch ? <BatchProgress batch={batch} /> : null
}

/** There is one line only. */
function unnamed({ name: _name, ...of }: CampaignResults['campaigns'][number]) {
  return of
}

function Turns({ row }: { row: Campaign }) {
  const command = useCommand()
  const run = (verb: string, words: string) =>
    command.mutate(
      { method: 'POST', path: `/campaigns/${row.id}/${verb}`, touches: ['campaign'] },
      { onSuccess: () => done(words), onError: (error) => failed('It stays as it is', error) },
    )
  return (
    <>
      {(row.status === 'planned' || row.status === 'ended') && (
        <WriteButton permission="campaign.start" onClick={() => run('start', 'The campaign runs')}>
          Start
        </WriteButton>
      )}
      {row.status === 'running' && (
        <WriteButton
          permission="campaign.end"
          variant="default"
          onClick={() => run('end', 'The campaign has ended')}
        >
          End
        </WriteButton>
      )}
    </>
  )
}

function Costs({ row }: { row: Campaign }) {
  const [asked, setAsked] = useState(false)
  const command = useCommand()
  const costs = row.costs ?? []
  return (
    <Panel
      title="Costs"
      aside={
        <WriteButton
          size="compact-xs"
          variant="default"
          permission="campaign.add-cost"
          onClick={() => setAsked(true)}
        >
          Add a cost
        </WriteButton>
      }
    >
      {costs.length === 0 ? (
        <Quiet>Nothing was spent on it yet, as far as anybody has said.</Quiet>
      ) : (
        <Table label="Costs" head={['On', 'What', 'Channel', 'Amount', 'Responses', '']}>
          {costs.map((cost) => (
            <tr key={cost.costId}>
              <td>{day(cost.on)}</td>
              <td>{cost.what}</td>
              <td>{channels.find(({ value }) => value === cost.channel)?.label}</td>
              <td data-right>
                <MoneyValue value={cost.amount} />
              </td>
              <td data-right>{cost.responses === null ? <Nothing /> : count(cost.responses)}</td>
              <td>
                <WriteButton
                  size="compact-xs"
                  variant="subtle"
                  permission="campaign.remove-cost"
                  onClick={() =>
                    command.mutate({
                      method: 'POST',
                      path: `/campaigns/${row.id}/remove-cost`,
                      body: { costId: cost.costId },
                      touches: ['campaign'],
                    })
                  }
                >
                  Remove
                </WriteButton>
              </td>
            </tr>
          ))}
        </Table>
      )}
      {asked && (
        <CommandDialog
          title="What was spent?"
          path={`/campaigns/${row.id}/add-cost`}
          fields={[
            { key: 'what', label: 'What', kind: 'text', required: true },
            { key: 'channel', label: 'Channel', kind: 'choice', choices: channels, required: true },
            { key: 'amount', label: 'Amount', kind: 'money', required: true },
            { key: 'on', label: 'On', kind: 'date', required: true },
            {
              key: 'responses',
              label: 'Responses',
              kind: 'number',
              hint: 'Where they are counted elsewhere: visitors of a stand, calls of an advertisement',
            },
          ]}
          initial={{ on: new Date().toISOString().slice(0, 10) }}
          submit="Add"
          touches={['campaign']}
          onClose={() => setAsked(false)}
        />
      )}
    </Panel>
  )
}
