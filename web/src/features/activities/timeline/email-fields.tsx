import { Button, FileButton, Group, SegmentedControl, Select, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { FileUp } from 'lucide-react'
import { useState } from 'react'
import { refresh } from '../../../api/commands.ts'
import { sendFile } from '../../../api/send-file.ts'
import { MomentInput } from '../../../records/moment-input.tsx'
import { done, failed } from '../../../ui/notices.ts'
import type { Regarded } from '../activity.entry.ts'
import { directions } from '../choices.ts'
import type { Draft, Fields } from './draft.ts'
import classes from './timeline.module.css'

const waits = [
  { value: '0', label: 'No reminder' },
  { value: '1', label: 'If nobody answers in a day' },
  { value: '3', label: 'If nobody answers in three days' },
  { value: '7', label: 'If nobody answers in a week' },
]

const remindAt = ({ direction, unansweredDays: days }: Draft) =>
  direction === 'outbound' && days > 0 ? new Date(Date.now() + days * 86_400_000).toISOString() : null

/** An e-mail that was sent or has come: written down, or taken from the file that a mail program saves. */
export function EmailFields({
  draft,
  set,
  errorOf,
  about,
  onFiled,
}: Fields & { about: Pick<Regarded, 'model' | 'id'> | undefined; onFiled: () => void }) {
  return (
    <>
      <Group gap={8} justify="space-between">
        <SegmentedControl
          size="xs"
          aria-label="Direction"
          data={directions.map(({ value }) => ({ value, label: value === 'outbound' ? 'Sent' : 'Received' }))}
          value={draft.direction}
          onChange={(direction) => set({ direction })}
        />
        {about && <FromFile draft={draft} about={about} onFiled={onFiled} />}
      </Group>
      <div className={classes.pair}>
        {(['from', 'to', 'cc'] as const).map((field) => (
          <TextInput
            key={field}
            label={{ from: 'From', to: 'To', cc: 'Copies to' }[field]}
            placeholder={field === 'from' ? 'jane@example.com' : 'Addresses, with commas between'}
            error={errorOf(`email.${field}`) ?? (field === 'to' ? errorOf('email') : undefined)}
            value={draft[field]}
            onChange={(event) => set({ [field]: event.currentTarget.value })}
          />
        ))}
        <MomentInput
          label={draft.direction === 'outbound' ? 'Sent at' : 'Received at'}
          error={errorOf('startsAt')}
          value={draft.startsAt}
          onChange={(startsAt) => set({ startsAt })}
        />
        <TextInput
          label="Subject"
          error={errorOf('subject')}
          value={draft.subject}
          onChange={(event) => set({ subject: event.currentTarget.value })}
        />
        <Select
          label="Remind me"
          allowDeselect={false}
          disabled={draft.direction !== 'outbound'}
          error={errorOf('remindAt')}
          data={waits}
          value={draft.direction === 'outbound' ? String(draft.unansweredDays) : '0'}
          onChange={(value) => set({ unansweredDays: Number(value) })}
        />
      </div>
    </>
  )
}

/** The file has all of it; what is chosen here beside it is when to remind. */
function FromFile({
  draft,
  about,
  onFiled,
}: {
  draft: Draft
  about: Pick<Regarded, 'model' | 'id'>
  onFiled: () => void
}) {
  const client = useQueryClient()
  const [sending, setSending] = useState(false)
  const send = async (file: File | null) => {
    if (!file) return
    setSending(true)
    const at = remindAt(draft)
    const parameters = {
      model: about.model,
      recordId: about.id,
      ...(at && { remindAt: at, direction: 'outbound' }),
    }
    try {
      const key = crypto.randomUUID()
      const { notTaken } = await sendFile<{ notTaken: { name: string }[] }>('/activities/emails', file, {
        parameters,
        key,
      })
      await refresh(client, ['activity', 'file'])
      const left = notTaken.map(({ name }) => name).join(', ')
      done(left ? `E-mail filed without ${left}` : 'E-mail filed')
      onFiled()
    } catch (error) {
      failed('The e-mail was not filed', error)
    } finally {
      setSending(false)
    }
  }
  return (
    <FileButton
      accept=".eml,message/rfc822"
      onChange={(file) => void send(file)}
      inputProps={{ 'aria-label': 'E-mail file' }}
    >
      {(props) => (
        <Button
          {...props}
          size="compact-sm"
          variant="default"
          loading={sending}
          leftSection={<FileUp size={14} aria-hidden />}
        >
          From a file (.eml)
        </Button>
      )}
    </FileButton>
  )
}

/** `Jane Doe <jane@example.com>`, or the address alone. */
function mailboxesIn(text: string) {
  return text
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      const [, name, address] = /^(.*?)\s*<([^<>]*)>$/.exec(part) ?? []
      return { name: name?.replace(/^"|"$/g, '').trim() || null, address: address ?? part }
    })
}

export function emailBody(draft: Draft): object {
  return {
    subject: draft.subject.trim() || null,
    direction: draft.direction,
    startsAt: draft.startsAt,
    remindAt: remindAt(draft),
    email: {
      from: mailboxesIn(draft.from)[0] ?? null,
      to: mailboxesIn(draft.to),
      cc: mailboxesIn(draft.cc),
    },
  }
}
