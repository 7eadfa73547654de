import { useMutation, useQueryClient } from '@tanstack/react-query'
import { sendFile } from '../../../api/send-file.ts'
import { useMay } from '../../../api/session.ts'
import { useView } from '../../../time/use-time.ts'
import { DropZone } from '../../../ui/drop-zone.tsx'
import { count } from '../../../ui/format.ts'
import { done, failed } from '../../../ui/notices.ts'

/** How many entries are payments now, and how many were before. */
interface Taken {
  taken: number
  known: number
}

/** Takes bank statements over; which invoices their payments are for is said on each. */
export function StatementDrop() {
  const may = useMay()('payment.import')
  const past = useView() !== null
  const queries = useQueryClient()
  const send = useMutation({
    mutationFn: (file: File) => sendFile<Taken>('/payments/statements', file),
    onSuccess: ({ taken, known }, { name }) => {
      done(
        `${name}: ${count(taken)} new ${taken === 1 ? 'payment' : 'payments'}, ${count(known)} known already`,
      )
      void queries.invalidateQueries()
    },
    onError: (error, { name }) => failed(`Nothing was taken from ${name}`, error),
  })
  if (!may || past) return null
  /** One after the other; what came of each is said as it is known. */
  const sendAll = async (files: readonly File[]) => {
    for (const file of files) await send.mutateAsync(file).catch(() => undefined)
  }
  return (
    <DropZone
      label="Bank statements, camt.053 or MT940"
      disabled={send.isPending}
      onFiles={(files) => void sendAll(files)}
    >
      Bank statements, camt.053 or MT940. What was taken before is passed by.
    </DropZone>
  )
}
