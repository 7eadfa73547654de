import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Parameters } from '../../../api/client.ts'
import { useCommand } from '../../../api/commands.ts'
import type { Replies } from '../../../api/types.gen.ts'
import { AskDialog } from '../../../records/ask-dialog.tsx'
import { useView } from '../../../time/use-time.ts'
import { WriteButton } from '../../../time/write.tsx'

export type Mined = NonNullable<Replies['/mining-results/{id}']['mined']>

export const minedWords: Readonly<Record<Mined, string>> = {
  'customer-groups': 'Groups of customers',
  'product-associations': 'Bought together',
  'look-alikes': 'Look-alikes',
  'deal-paths': 'Paths of deals',
  'lead-paths': 'Paths of leads',
  'ticket-paths': 'Paths of tickets',
}

/** Keeps what an insight says as of the time shown, with what it was made of. */
export function KeepResult({ mined, parameters = {} }: { mined: Mined; parameters?: Parameters }) {
  const [asked, ask] = useState(false)
  const command = useCommand()
  const navigate = useNavigate()
  const view = useView()
  return (
    <>
      <WriteButton
        permission="miningResult.make"
        size="compact-xs"
        variant="default"
        onClick={() => ask(true)}
      >
        Keep
      </WriteButton>
      {asked && (
        <AskDialog
          title="Keep what it says now"
          fields={[{ key: 'name', label: 'Name', kind: 'text', required: true }]}
          initial={{ name: minedWords[mined] }}
          submit="Keep"
          onClose={() => ask(false)}
          onSubmit={async ({ name }) => {
            const { id } = await command.mutateAsync({
              method: 'POST',
              path: '/mining-results',
              body: { name, mined, parameters, ...view },
              touches: ['miningResult'],
            })
            void navigate({ to: '/$path/$id', params: { path: 'mining-results', id } })
          }}
        >
          It is found again under Kept results, unchanged, with its time and its position in the log.
        </AskDialog>
      )}
    </>
  )
}
