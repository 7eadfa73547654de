import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { FileText } from 'lucide-react'
import { readFile } from '../../../api/client.ts'
import { useView } from '../../../time/use-time.ts'
import { failed } from '../../../ui/notices.ts'
import type { Quote } from '../quote.entry.ts'

/** The quote in PDF, as it was sent, or as a draft at the instant on screen. */
export function DocumentButton({ row: { id, number = 'quote' } }: { row: Quote }) {
  const view = useView()
  const document = useMutation({
    mutationFn: () => readFile(`/quotes/${id}/document`, view),
    onSuccess: (file) => save(file, `${number}.pdf`),
    onError: (error) => failed('There is no document of this quote', error),
  })
  return (
    <Button
      variant="default"
      leftSection={<FileText size={14} />}
      loading={document.isPending}
      onClick={() => document.mutate()}
    >
      Document
    </Button>
  )
}

function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file)
  const link = window.document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has begun by then; the address is good for nothing else.
  window.setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
