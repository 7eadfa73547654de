import { useCommand } from '../api/commands.ts'
import type { CommandResult } from '../api/types.gen.ts'
import { type Answers, AskDialog, type AskDialogProps, isEmpty } from './ask-dialog.tsx'
import { equal } from './equal.ts'

interface CommandDialogProps extends AskDialogProps {
  /** `/leads/<id>/qualify`. */
  path: string
  /** PATCH sends what was changed only, and null for what was emptied. */
  method?: 'POST' | 'PATCH'
  /** What the command needs and nobody is asked. */
  body?: Answers
  touches: readonly string[]
  ifMatch?: number | undefined
  onDone?: (accepted: CommandResult) => void
  onRefused?: (error: unknown) => void
}

/** Asks for what a command needs and sends it. */
export function CommandDialog({
  path,
  method = 'POST',
  body,
  touches,
  ifMatch,
  onDone,
  onRefused,
  ...asking
}: CommandDialogProps) {
  const command = useCommand()
  const isSent = (key: string, value: unknown) =>
    method === 'POST' ? !isEmpty(value) : !equal(value ?? null, asking.initial?.[key] ?? null)
  return (
    <AskDialog
      {...asking}
      onSubmit={async (answers) => {
        const entered = Object.fromEntries(
          Object.entries(answers).filter(([key, value]) => isSent(key, value)),
        )
        const accepted = await command.mutateAsync(
          { method, path, body: { ...body, ...entered }, touches, ifMatch },
          { onError: (error) => onRefused?.(error) },
        )
        onDone?.(accepted)
      }}
    />
  )
}
