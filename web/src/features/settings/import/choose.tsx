import { Alert, Button, CloseButton, Group, Progress, Stack } from '@mantine/core'
import { type QueryClient, useMutation, useMutationState, useQueryClient } from '@tanstack/react-query'
import { Check, CircleDashed, X } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { post } from '../../../api/client.ts'
import { refresh } from '../../../api/commands.ts'
import type { Job } from '../../../api/models.ts'
import { Problem } from '../../../api/problem.ts'
import { sendFile } from '../../../api/send-file.ts'
import { Panel } from '../../../records/panel.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { DropZone } from '../../../ui/drop-zone.tsx'
import { counted, sizeOf } from '../../../ui/format.ts'
import { reasonOf } from '../../../ui/notices.ts'
import classes from '../import.module.css'
import { formats, partOf, type Recognised, recognised } from './formats.ts'
import { type SentTable, TableImport } from './table.tsx'

/** By which an import that is being sent is found again by whoever left this screen meanwhile. */
const sendingKey = ['import', 'sending'] as const

/** Files one after the other, each as it lies on the disk; then the job that imports them. */
const sending = (client: QueryClient, onTable: (sent: SentTable) => void) => ({
  mutationKey: sendingKey,
  async mutationFn({ format, files }: Recognised) {
    const sent: [string, string][] = []
    for (const [part, file] of files) {
      const { id } = await sendFile<{ id: string }>('/imports/files', file)
      if (format?.format === 'table') return onTable({ id, name: file.name })
      sent.push([part, id])
    }
    return post<Job>('/imports', { format: format?.format, files: Object.fromEntries(sent) })
  },
  onSuccess: () => refresh(client, ['jobs']),
})

export function NewImport() {
  const [table, setTable] = useState<SentTable | null>(null)
  if (table) return <TableImport file={table} onDone={() => setTable(null)} />
  return <ChooseFiles onTable={setTable} />
}

function ChooseFiles({ onTable }: { onTable: (sent: SentTable) => void }) {
  const { mutate } = useMutation(sending(useQueryClient(), onTable))
  const last = useMutationState({
    filters: { mutationKey: sendingKey },
    select: ({ state: { status, error, variables } }) => ({ status, error, sent: variables as Recognised }),
  }).at(-1)
  const [files, setFiles] = useState<readonly File[]>(() =>
    last && last.status !== 'success' ? [...last.sent.files.values()] : [],
  )
  const isSending = last?.status === 'pending'
  useStay(isSending)
  const chosen = recognised(files)
  const add = (more: readonly File[]) =>
    setFiles((before) => [
      ...before.filter((file) => !more.some((one) => partOf(one) === partOf(file))),
      ...more,
    ])
  return (
    <Panel title="New import">
      <Stack gap={12}>
        <DropZone label="Files to import" disabled={isSending} onFiles={add}>
          {files.length === 0 ? (
            <Known />
          ) : (
            <Chosen
              chosen={chosen}
              onRemove={(file) => setFiles((before) => before.filter((one) => one !== file))}
            />
          )}
        </DropZone>
        {last?.status === 'error' && <Refused error={last.error} />}
        {isSending ? (
          <Stack gap={4}>
            <Progress value={100} animated aria-label="Sending" />
            <span role="status" className={classes.soft}>
              Sending {counted(last.sent.files.size, 'file', 'files')},{' '}
              {sizeOf(bytesIn([...last.sent.files.values()]))}. Leave this window open until they are there;
              the import then goes on by itself.
            </span>
          </Stack>
        ) : (
          <Group gap={8}>
            <WriteButton
              permission="import.run"
              refusal={refusalOf(chosen)}
              onClick={() => mutate(chosen, { onSuccess: () => setFiles([]) })}
            >
              {chosen.format?.format === 'table' ? 'Go on' : 'Import'}
            </WriteButton>
            {files.length > 0 && (
              <Button variant="subtle" color="gray" onClick={() => setFiles([])}>
                Start over
              </Button>
            )}
          </Group>
        )}
      </Stack>
    </Panel>
  )
}

function refusalOf({ format, missing, others }: Recognised): string | undefined {
  if (!format) return 'Choose the files first.'
  if (others.length > 0)
    return `Take away what is no part of it: ${others.map(({ name }) => name).join(', ')}.`
  return missing.length > 0 ? `Still missing: ${missing.join(', ')}.` : undefined
}

/** What can be imported, before anything is chosen. */
function Known() {
  return (
    <dl className={classes.known}>
      {formats.map(({ format, title, about, parts }) => (
        <div key={format}>
          <dt>{title}</dt>
          <dd>
            {about}
            <span className={classes.names}>{parts.map(({ called }) => called).join(' · ')}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** What the chosen files were recognised as, and what is missing yet. */
function Chosen({ chosen, onRemove }: { chosen: Recognised; onRemove: (file: File) => void }) {
  const { format, files, others } = chosen
  return (
    <div className={classes.chosen}>
      <strong>{format ? format.title : 'None of these files is known here'}</strong>
      <ul>
        {format?.parts.map(({ part, called }) => {
          const file = files.get(part)
          return file ? (
            <ChosenFile key={part} file={file} onRemove={onRemove} icon={<Check size={14} aria-hidden />} />
          ) : (
            <li key={part} className={classes.soft}>
              <CircleDashed size={14} aria-hidden />
              {called} is missing
            </li>
          )
        })}
        {others.map((file) => (
          <ChosenFile
            key={file.name}
            file={file}
            onRemove={onRemove}
            isNone
            icon={<X size={14} aria-hidden />}
          />
        ))}
      </ul>
    </div>
  )
}

function ChosenFile({
  file,
  icon,
  isNone = false,
  onRemove,
}: {
  file: File
  icon: ReactNode
  isNone?: boolean
  onRemove: (file: File) => void
}) {
  return (
    <li data-none={isNone}>
      {icon}
      {file.name}
      <span className={classes.soft}>
        {sizeOf(file.size)}
        {isNone && ', no part of an import'}
      </span>
      <CloseButton size="sm" aria-label={`Remove ${file.name}`} onClick={() => onRemove(file)} />
    </li>
  )
}

/** Why nothing was imported: each file that is wrong, and what is wrong with it. */
function Refused({ error }: { error: unknown }) {
  const fields = error instanceof Problem ? error.fields : []
  return (
    <Alert color="red" role="alert" title="Nothing was imported">
      {fields.length === 0 ? (
        reasonOf(error)
      ) : (
        <ul className={classes.faults}>
          {fields.map(({ field, message }) => (
            <li key={`${field} ${message}`}>
              {field && <strong>{field.replace(/^files\./, '')}: </strong>}
              {message}
            </li>
          ))}
        </ul>
      )}
    </Alert>
  )
}

/** Asks before the window is closed while something is on its way. */
function useStay(isNeeded: boolean): void {
  useEffect(() => {
    if (!isNeeded) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [isNeeded])
}

const bytesIn = (files: readonly File[]) => files.reduce((sum, { size }) => sum + size, 0)
