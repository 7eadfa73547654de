import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { FileText } from 'lucide-react'
import { readFile } from '../api/client.ts'
import { useView } from '../time/use-time.ts'
import { failed } from '../ui/notices.ts'

/** A document in PDF, or in what else it is there in, as the instant on screen has it. */
export function DocumentButton({
  path,
  name,
  label = 'Document',
  ending = 'pdf',
}: {
  path: string
  name: string
  label?: string
  ending?: string
}) {
  const view = useView()
  const document = useMutation({
    mutationFn: () => readFile(path, view),
    onSuccess: (file) => save(file, `${name}.${ending}`),
    onError: (error) => failed('There is no document of this', error),
  })
  return (
    <Button
      variant="default"
      leftSection={<FileText size={14} />}
      loading={document.isPending}
      onClick={() => document.mutate()}
    >
      {label}
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
