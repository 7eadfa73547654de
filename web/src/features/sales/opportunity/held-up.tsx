import { List, Text } from '@mantine/core'
import { useState } from 'react'
import { isRecord, Problem } from '../../../api/problem.ts'
import type { CommandResult } from '../../../api/types.gen.ts'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import { useRefusal } from '../../../time/write.tsx'
import { done, failed } from '../../../ui/notices.ts'

interface Move {
  deal: { id: string; name?: string | undefined }
  to: { id: string; name?: string | undefined }
}

interface HeldUp extends Move {
  unmet: readonly { stage: string; name: string }[]
}

/** What a refusal says is not met; undefined: it was refused for something else. */
function unmetIn(error: unknown): HeldUp['unmet'] | undefined {
  if (!(error instanceof Problem) || error.code !== 'opportunity.exit-unmet') return undefined
  const { unmet } = error.details ?? {}
  if (!Array.isArray(unmet)) return undefined
  return unmet.filter(isRecord).map(({ stage, name }) => ({ stage: String(stage), name: String(name) }))
}

/**
 * What becomes of a move that was refused: it is told, and who may set aside what is asked before a stage is left is asked
 * whether to, and why.
 */
export function useHeldUp(onDone?: (accepted: CommandResult) => void) {
  const [held, setHeld] = useState<HeldUp | null>(null)
  const mayOverride = useRefusal()('pipeline.override-exit') === undefined
  /** `otherwise` says where the deal is, when there is nothing to ask. */
  const refused = (error: unknown, move: Move, otherwise: string) => {
    const unmet = unmetIn(error)
    if (unmet && mayOverride) setHeld({ ...move, unmet })
    else failed(otherwise, error)
  }
  const dialog = held && (
    <CommandDialog
      title={`Not ready for ${held.to.name ?? 'this stage'}`}
      path={`/opportunities/${held.deal.id}/override-stage`}
      body={{ stageId: held.to.id }}
      fields={[
        {
          key: 'reason',
          label: 'Why is it moved all the same?',
          kind: 'text',
          required: true,
          hint: 'Stays in the history of the deal',
        },
      ]}
      submit="Move it all the same"
      grave
      touches={['opportunity']}
      onClose={() => setHeld(null)}
      onDone={(accepted) => {
        done(`${held.deal.name ?? 'The deal'} moved to ${held.to.name ?? 'the stage'}`)
        onDone?.(accepted)
      }}
    >
      <Text size="sm">This is asked of {held.deal.name ?? 'the deal'} before, and not met:</Text>
      <List size="sm">
        {held.unmet.map(({ stage, name }) => (
          <List.Item key={`${stage} ${name}`}>
            {name} ({stage})
          </List.Item>
        ))}
      </List>
    </CommandDialog>
  )
  return { refused, dialog }
}
