import { Alert } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useCommand } from '../api/commands.ts'
import type { Problem } from '../api/problem.ts'
import type { Page, Row } from '../api/shapes.ts'
import { useRefusal } from '../time/write.tsx'
import { dayAndTime } from '../ui/format.ts'
import { done, failed, problemOf } from '../ui/notices.ts'

/** What was not moved, and why. */
interface Stayed {
  title: string
  problem: Problem
}

/** Where one of them is put down: how it is shown there at once, and what asks for it. */
interface Put<R> {
  title: string
  startsAt: string
  shown: Partial<R>
  method: 'POST' | 'PATCH'
  path: string
  body: object
}

/** Moves what stands in a calendar: it is there at once, and goes back where that is refused. */
export function useMoving<R extends Row>(
  model: string,
  { queryKey, permission }: { queryKey: readonly unknown[]; permission: string },
) {
  const client = useQueryClient()
  const command = useCommand()
  const refusal = useRefusal()
  const [stayed, setStayed] = useState<Stayed | null>(null)
  const move = (row: R, { title, startsAt, shown, method, path, body }: Put<R>) => {
    const why = refusal(permission)
    if (why) return failed(`${title} stays`, new Error(why))
    const before = client.getQueryData<Page<R>>(queryKey)
    setStayed(null)
    if (before)
      client.setQueryData<Page<R>>(queryKey, {
        ...before,
        items: before.items.map((one) => (one.id === row.id ? { ...one, ...shown } : one)),
      })
    command.mutate(
      { method, path, body, ifMatch: row.revision, touches: [model] },
      {
        onSuccess: () => done(`${title} moved to ${dayAndTime(new Date(startsAt))}`),
        onError: (error) => {
          client.setQueryData(queryKey, before)
          void client.invalidateQueries({ queryKey })
          setStayed({ title, problem: problemOf(error) })
        },
      },
    )
  }
  return { move, stayed, forget: () => setStayed(null) }
}

/** Says why something was not moved. */
export function StayedAlert({
  title,
  onClose,
  children,
}: {
  title: string
  onClose: () => void
  children: ReactNode
}) {
  return (
    <Alert
      color="red"
      role="alert"
      title={`${title} stays where it was`}
      withCloseButton
      closeButtonLabel="Close"
      onClose={onClose}
    >
      {children}
    </Alert>
  )
}
