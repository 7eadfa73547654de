import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import { refresh } from '../../../api/commands.ts'
import { sendFile } from '../../../api/send-file.ts'
import { reasonOf } from '../../../ui/notices.ts'

/** A file on its way, or one that did not get there. */
export interface Upload {
  key: string
  file: File
  /** From 0 to 1. */
  part: number
  error: string | null
  cancel: () => void
}

/** Sends files one beside the other, each with how far it is; what is refused stays to be read. */
export function useUploads() {
  const client = useQueryClient()
  const [uploads, setUploads] = useState<readonly Upload[]>([])
  const drop = useCallback(
    (key: string) => setUploads((before) => before.filter((one) => one.key !== key)),
    [],
  )
  const send = useCallback(
    async (path: string, parameters: Readonly<Record<string, string>>, file: File) => {
      const key = crypto.randomUUID()
      const cancelling = new AbortController()
      const change = (changes: Partial<Upload>) =>
        setUploads((before) => before.map((one) => (one.key === key ? { ...one, ...changes } : one)))
      setUploads((before) => [
        ...before,
        { key, file, part: 0, error: null, cancel: () => cancelling.abort() },
      ])
      try {
        await sendFile(path, file, {
          parameters,
          key,
          onProgress: (part) => change({ part }),
          signal: cancelling.signal,
        })
        await refresh(client, ['file', 'activity'])
        drop(key)
      } catch (error) {
        if (cancelling.signal.aborted) drop(key)
        else change({ error: reasonOf(error) })
      }
    },
    [client, drop],
  )
  const isSending = uploads.some(({ error }) => error === null)
  useEffect(() => {
    if (!isSending) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [isSending])
  return { uploads, send, drop }
}
