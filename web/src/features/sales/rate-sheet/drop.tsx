import { useMutation, useQueryClient } from '@tanstack/react-query'
import { sendFile } from '../../../api/send-file.ts'
import { useMay } from '../../../api/session.ts'
import { useView } from '../../../time/use-time.ts'
import { DropZone } from '../../../ui/drop-zone.tsx'
import { count } from '../../../ui/format.ts'
import { done, failed } from '../../../ui/notices.ts'

/** How many days were not known, have other rates now, and were known. */
interface Taken {
  taken: number
  corrected: number
  known: number
}

/** Takes the European Central Bank's reference rates over. */
export function RatesDrop() {
  const may = useMay()('rateSheet.take')
  const past = useView() !== null
  const queries = useQueryClient()
  const send = useMutation({
    mutationFn: (file: File) => sendFile<Taken>('/exchange-rates/files', file),
    onSuccess: ({ taken, corrected, known }, { name }) => {
      done(`${name}: ${count(taken)} new days, ${count(corrected)} corrected, ${count(known)} known already`)
      void queries.invalidateQueries()
    },
    onError: (error, { name }) => failed(`Nothing was taken from ${name}`, error),
  })
  if (!may || past) return null
  return (
    <DropZone
      label="Reference rates, eurofxref as XML or CSV"
      disabled={send.isPending}
      onFiles={([file]) => file && send.mutate(file)}
    >
      The euro foreign exchange reference rates of the European Central Bank, of a day or the whole history.
    </DropZone>
  )
}
