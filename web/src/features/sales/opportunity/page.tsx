import { Button } from '@mantine/core'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import { RecordPage } from '../../../records/page.tsx'
import { Related } from '../../../records/related.tsx'
import { WriteButton } from '../../../time/write.tsx'
import type { Opportunity } from '../opportunity.entry.ts'
import { opportunity } from '../opportunity.tsx'
import { QuoteDrawer } from '../quote/drawer.tsx'
import { CloseDialog, type Closing } from './close.tsx'
import { Competitors } from './competitors.tsx'
import { DealLines } from './lines.tsx'
import { KeyPlayers } from './players.tsx'
import { Spending } from './spending.tsx'
import { StagePath } from './stage-path.tsx'

export function OpportunityPage({ id }: { id: string }) {
  const [closing, setClosing] = useState<Closing | null>(null)
  const [reopening, setReopening] = useState(false)
  const [quoting, setQuoting] = useState(false)
  return (
    <RecordPage
      resource={opportunity}
      id={id}
      actions={(row) => (
        <>
          <Actions row={row} onClose={setClosing} onReopen={() => setReopening(true)} />
          {closing && <CloseDialog row={row} as={closing} onClose={() => setClosing(null)} />}
          {reopening && (
            <CommandDialog
              title="Reopen this opportunity"
              path={`/opportunities/${row.id}/reopen`}
              fields={[]}
              submit="Reopen"
              touches={['opportunity']}
              onClose={() => setReopening(false)}
            >
              It goes back to the stage it was in before it was closed.
            </CommandDialog>
          )}
          <QuoteDrawer opened={quoting} opportunity={row} onClose={() => setQuoting(false)} />
        </>
      )}
      above={(row) => <StagePath row={row} onClose={setClosing} />}
    >
      {(row) => (
        <>
          <DealLines row={row} />
          <KeyPlayers row={row} />
          <Competitors row={row} />
          <Spending row={row} />
          <Related
            model="quote"
            where={{ opportunityId: row.id }}
            columns={['gross', 'validUntil']}
            empty="No quote has been written for this yet."
            action={
              <WriteButton
                size="compact-xs"
                variant="default"
                permission="quote.draft"
                refusal={row.status === 'open' ? undefined : 'This opportunity is closed.'}
                leftSection={<Plus size={12} />}
                onClick={() => setQuoting(true)}
              >
                New quote
              </WriteButton>
            }
          />
        </>
      )}
    </RecordPage>
  )
}

function Actions({
  row,
  onClose,
  onReopen,
}: {
  row: Opportunity
  onClose: (as: Closing) => void
  onReopen: () => void
}) {
  if (row.status !== 'open') {
    return (
      <WriteButton variant="default" permission="opportunity.reopen" onClick={onReopen}>
        Reopen
      </WriteButton>
    )
  }
  return (
    <Button.Group>
      <WriteButton variant="default" permission="opportunity.win" onClick={() => onClose('won')}>
        Won
      </WriteButton>
      <WriteButton variant="default" permission="opportunity.lose" onClick={() => onClose('lost')}>
        Lost
      </WriteButton>
    </Button.Group>
  )
}
