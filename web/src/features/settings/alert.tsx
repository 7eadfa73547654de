import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { CommandDialog } from '../../records/command-dialog.tsx'
import type { Field } from '../../records/field.ts'
import { RecordPage } from '../../records/page.tsx'
import { resource } from '../../records/resource.ts'
import { WriteButton } from '../../time/write.tsx'
import { count } from '../../ui/format.ts'
import { accessLog } from '../log/access-log.entry.ts'
import { audit } from '../log/audit.entry.ts'
import { alert as entry, type SecurityAlert } from './alert.entry.ts'

const kinds = [
  { value: 'failed-sign-ins', label: 'Failed sign-ins' },
  { value: 'mass-export', label: 'Mass export' },
  { value: 'mass-reading', label: 'Mass reading' },
  { value: 'refused-access', label: 'Refused access' },
  { value: 'off-hours', label: 'Work at unusual hours' },
  { value: 'projection-stopped', label: 'A read model has stopped' },
  { value: 'virus-found', label: 'A virus was found in a file' },
] as const
const verdicts = [
  { value: 'harmless', label: 'Harmless', tone: 'good' },
  { value: 'incident', label: 'Incident', tone: 'bad' },
] as const

const kindWords = (kind: string) => kinds.find(({ value }) => value === kind)?.label ?? kind

export const alert = resource<SecurityAlert>(entry)({
  title: ({ kind, count: times }) =>
    kind && (times === undefined ? kindWords(kind) : `${kindWords(kind)}: ${count(times)} within the hour`),
  fields: [
    { key: 'kind', label: 'Kind', kind: 'choice', choices: kinds, filter: true, fixed: true },
    {
      key: 'status',
      label: 'Status',
      kind: 'choice',
      filter: true,
      fixed: true,
      width: 140,
      choices: [
        { value: 'open', label: 'Open', tone: 'warn' },
        { value: 'acknowledged', label: 'Looked into', tone: 'accent' },
        { value: 'closed', label: 'Closed' },
      ],
    },
    { key: 'actorId', label: 'Person', kind: 'ref', model: 'user', filter: true, fixed: true, width: 160 },
    { key: 'ip', label: 'Address', kind: 'text', fixed: true, width: 130 },
    { key: 'from', label: 'From', kind: 'instant', fixed: true, width: 120 },
    { key: 'to', label: 'To', kind: 'instant', fixed: true, width: 120 },
    { key: 'count', label: 'How often', kind: 'number', fixed: true },
    { key: 'limit', label: 'Told from', kind: 'number', fixed: true },
    { key: 'verdict', label: 'What it was', kind: 'choice', choices: verdicts, fixed: true, width: 110 },
    { key: 'note', label: 'Note', kind: 'long-text', fixed: true },
  ],
  columns: ['status', 'actorId', 'ip', 'from', 'verdict'],
  sort: '-createdAt',
  searchable: false,
  empty: 'Failed sign-ins, mass reading and mass export in a short time would be told here.',
  Page: AlertPage,
})

const closing: readonly Field[] = [
  { key: 'verdict', label: 'What was it?', kind: 'choice', required: true, choices: verdicts },
  { key: 'note', label: 'What you found', kind: 'long-text', required: true },
]

function AlertPage({ id }: { id: string }) {
  const [asked, setAsked] = useState<'acknowledge' | 'close' | null>(null)
  return (
    <>
      <RecordPage resource={alert} id={id} actions={(row) => <Actions row={row} onAsk={setAsked} />} />
      {asked === 'acknowledge' && (
        <CommandDialog
          title="Look into this alert"
          path={`/security-alerts/${id}/acknowledge`}
          fields={[]}
          submit="I look into it"
          touches={['securityAlert']}
          onClose={() => setAsked(null)}
        >
          Others see that somebody is at it.
        </CommandDialog>
      )}
      {asked === 'close' && (
        <CommandDialog
          title="Close this alert"
          path={`/security-alerts/${id}/close`}
          fields={closing}
          submit="Close the alert"
          touches={['securityAlert']}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  )
}

/** From the alert to everything the person did and read in that time, and to what is made of it. */
function Actions({ row, onAsk }: { row: SecurityAlert; onAsk: (asked: 'acknowledge' | 'close') => void }) {
  const { actorId, from, to, status } = row
  const period = {
    ...(actorId && { actorId }),
    ...(from && { from: from.slice(0, 10) }),
    ...(to && { to: to.slice(0, 10) }),
  }
  return (
    <>
      {actorId && (
        <>
          <Button
            variant="default"
            renderRoot={(props) => (
              <Link to="/$path" params={{ path: audit.path }} search={period} {...props} />
            )}
          >
            What they did
          </Button>
          <Button
            variant="default"
            renderRoot={(props) => (
              <Link to="/$path" params={{ path: accessLog.path }} search={period} {...props} />
            )}
          >
            What they read
          </Button>
        </>
      )}
      {status === 'open' && (
        <WriteButton
          variant="default"
          permission="securityAlert.acknowledge"
          onClick={() => onAsk('acknowledge')}
        >
          Look into it
        </WriteButton>
      )}
      {status !== 'closed' && (
        <WriteButton permission="securityAlert.close" onClick={() => onAsk('close')}>
          Close
        </WriteButton>
      )}
    </>
  )
}
