import { useRouterState } from '@tanstack/react-router'
import { lastRefusal } from '../../../api/problem.ts'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import type { Field } from '../../../records/field.ts'
import { done } from '../../../ui/notices.ts'
import { Quiet } from '../../../ui/screen.tsx'

const fields: readonly Field[] = [
  { key: 'subject', label: 'What is it about?', kind: 'text', required: true },
  { key: 'text', label: 'What did you want to do, and what happened?', kind: 'long-text', required: true },
]

/** A question to support, with what helps to answer it and nobody likes to type. */
export function AskSupport({ onClose }: { onClose: () => void }) {
  const screen = useRouterState({ select: ({ location }) => location.pathname })
  const refusal = lastRefusal()
  return (
    <CommandDialog
      title="Contact support"
      path="/me/support"
      fields={fields}
      body={{ screen, ...(refusal && { requestId: refusal.requestId }) }}
      submit="Send"
      touches={['support']}
      onDone={() => done('Support has your question; you see in Help how it stands')}
      onClose={onClose}
    >
      <Quiet>
        Sent along: the screen you are on ({screen}), who you are, your browser
        {refusal ? `, and the request that was refused last (“${refusal.title}”)` : ''}.
      </Quiet>
    </CommandDialog>
  )
}
