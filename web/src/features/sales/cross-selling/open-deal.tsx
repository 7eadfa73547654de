import { Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { Proposal } from '../../../api/types.gen.ts'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import { done } from '../../../ui/notices.ts'

/** What is proposed to whom, and why. */
export interface Proposed {
  accountId: string
  productName: string
  price: { amount: number; currency: string } | null
  reason: string
  proposal: Proposal
}

/** Opens a deal for what was proposed: what is known is filled in, and may be changed. */
export function OpenDeal({ of, onClose }: { of: Proposed; onClose: () => void }) {
  const navigate = useNavigate()
  return (
    <CommandDialog
      title={`New opportunity: ${of.productName}`}
      path="/opportunities"
      fields={[
        { key: 'name', label: 'Name', kind: 'text', required: true },
        { key: 'amount', label: 'Amount', kind: 'money' },
        { key: 'closeDate', label: 'Close', kind: 'date' },
      ]}
      initial={{ name: of.productName, ...(of.price && { amount: whole(of.price) }) }}
      body={{ accountId: of.accountId, productId: of.proposal.productId, proposal: of.proposal }}
      submit="Create opportunity"
      touches={['opportunity']}
      onDone={({ id }) => {
        done(`${of.productName} is an opportunity now`)
        void navigate({ to: '/$path/$id', params: { path: 'opportunities', id } })
      }}
      onClose={onClose}
    >
      <Text size="sm">{of.reason}</Text>
    </CommandDialog>
  )
}

/** A price for one may be less than the smallest coin; an amount is not. */
const whole = ({ amount, currency }: { amount: number; currency: string }) => ({
  amount: Math.round(amount),
  currency,
})
