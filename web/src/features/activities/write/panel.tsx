import { Group, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { Problem } from '../../../api/problem.ts'
import { derivedQuery } from '../../../api/queries.ts'
import { AskDialog } from '../../../records/ask-dialog.tsx'
import { useRecord } from '../../../records/page.tsx'
import { Panel } from '../../../records/panel.tsx'
import { useView } from '../../../time/use-time.ts'
import { WriteButton } from '../../../time/write.tsx'
import { failed } from '../../../ui/notices.ts'
import { type Contact, contact } from '../../customers/contact.entry.ts'
import { letterForms } from '../letter/forms.ts'
import type { Mailbox } from '../mailbox.entry.ts'
import type { SmsNumber } from '../sms-number.entry.ts'

type Way = 'email' | 'sms' | 'post'
const ways: readonly { value: Way; label: string }[] = [
  { value: 'email', label: 'Mail' },
  { value: 'sms', label: 'Text' },
  { value: 'post', label: 'Letter' },
]

/** Writes to a contact: the way that they would rather be reached by is proposed, and one they have forbidden is not offered (COM-01). */
export function Write({ id }: { id: string }) {
  const { row } = useRecord<Contact>(contact, id)
  const [chosen, setChosen] = useState<Way | null>(null)
  const past = useView() !== null
  if (!row || past) return null
  const refused = (by: Way) =>
    row.doNotContact?.find(({ channel }) => channel === by || channel === 'any') !== undefined
  const open = ways.filter(({ value }) => !refused(value))
  const proposed = open.find(({ value }) => value === row.preferredChannel) ?? open[0]
  const way = chosen ?? proposed?.value
  return (
    <Panel title="Write">
      {way === undefined ? (
        <Text size="sm">They are not to be written to.</Text>
      ) : (
        <Stack gap={8}>
          <Group gap={8} align="end">
            <SegmentedControl
              size="xs"
              aria-label="By"
              data={ways.map((one) => ({ ...one, disabled: refused(one.value) }))}
              value={way}
              onChange={(value) => setChosen(value as Way)}
            />
            {way === row.preferredChannel && <Text size="xs">as they would rather have it</Text>}
          </Group>
          {way === 'post' ? <Letter row={row} /> : <Begin key={way} row={row} way={way} />}
        </Stack>
      )}
    </Panel>
  )
}

function Begin({ row, way }: { row: Contact; way: 'email' | 'sms' }) {
  const [from, setFrom] = useState<string | null>(null)
  const [subject, setSubject] = useState('')
  const command = useCommand()
  const navigate = useNavigate()
  const isMail = way === 'email'
  const { data } = useQuery(
    derivedQuery<{ items: readonly (Mailbox | SmsNumber)[] }>(
      isMail ? 'mailbox' : 'smsNumber',
      isMail ? '/mailboxes' : '/sms-numbers',
      { archived: false, limit: 50 },
      null,
    ),
  )
  const boxes = data?.items ?? []
  const fromId = from ?? boxes[0]?.id
  const to = isMail ? row.email : row.phone
  const open = (conversationId: string) =>
    void navigate({ to: '/$path/$id', params: { path: 'conversations', id: conversationId } })
  const begin = () =>
    command.mutate(
      {
        method: 'POST',
        path: '/conversations',
        body: {
          ...(isMail ? { mailboxId: fromId, subject: subject.trim() || null } : { numberId: fromId }),
          contactId: row.id,
        },
        touches: ['conversation'],
      },
      {
        onSuccess: ({ id }) => id && open(id),
        onError: (error) => {
          // There is one with each number: it goes on there.
          const there = error instanceof Problem ? error.details?.id : undefined
          if (typeof there === 'string') open(there)
          else failed('Nothing was begun', error)
        },
      },
    )
  // From where is not known yet: nothing is begun from nowhere.
  if (!data) return null
  if (boxes.length === 0)
    return (
      <Text size="sm">
        {isMail ? 'No mailbox is set up to write from.' : 'No SMS number is set up to write from.'}
      </Text>
    )
  return (
    <Group gap={8} align="end">
      <Select
        size="xs"
        label="From"
        data={boxes.map(({ id, name }) => ({ value: id, label: name ?? id }))}
        value={fromId ?? null}
        allowDeselect={false}
        onChange={setFrom}
      />
      {isMail && (
        <TextInput
          size="xs"
          label="Subject"
          value={subject}
          onChange={(event) => setSubject(event.currentTarget.value)}
        />
      )}
      <WriteButton
        size="xs"
        permission="conversation.begin"
        loading={command.isPending}
        refusal={to ? undefined : isMail ? 'They have no e-mail address.' : 'They have no telephone number.'}
        onClick={begin}
      >
        Write
      </WriteButton>
    </Group>
  )
}

function Letter({ row }: { row: Contact }) {
  const [asking, setAsking] = useState(false)
  const command = useCommand()
  const navigate = useNavigate()
  const hasAddress = (row.addresses?.length ?? 0) > 0
  return (
    <>
      <WriteButton
        size="xs"
        permission="letter.write"
        refusal={hasAddress ? undefined : 'They have no postal address.'}
        onClick={() => setAsking(true)}
      >
        Write a letter
      </WriteButton>
      {asking && (
        <AskDialog
          title="A letter"
          fields={[
            { key: 'form', label: 'Sheet and window', kind: 'choice', choices: letterForms, required: true },
            { key: 'subject', label: 'Subject', kind: 'text', required: true },
            { key: 'body', label: 'Letter', kind: 'long-text', required: true },
          ]}
          submit="Write"
          onSubmit={async (values) => {
            const { id } = await command.mutateAsync({
              method: 'POST',
              path: '/letters',
              body: { ...values, contactId: row.id },
              touches: ['letter'],
            })
            if (id) void navigate({ to: '/$path/$id', params: { path: 'letters', id } })
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
