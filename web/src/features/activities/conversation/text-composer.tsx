import { Alert, Button, Group, Textarea } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { post, read } from '../../../api/client.ts'
import { useCommand } from '../../../api/commands.ts'
import type { SmsCount } from '../../../api/types.gen.ts'
import { MomentInput } from '../../../records/moment-input.tsx'
import { useView } from '../../../time/use-time.ts'
import { useRefusal } from '../../../time/write.tsx'
import { failed } from '../../../ui/notices.ts'
import { Key } from '../../../ui/values.tsx'
import { TemplateInsert } from '../../marketing/template-insert.tsx'
import type { ConversationRow } from '../conversation.entry.ts'
import type { SmsStanding } from '../sms-number.entry.ts'
import classes from './conversation.module.css'
import { textCost } from './text-cost.ts'

/** Writes the next text, and says before it goes in how many parts that is and what they cost. */
export function TextComposer({ row }: { row: ConversationRow }) {
  const [body, setBody] = useState('')
  const [sendAt, setSendAt] = useState<string | null>(null)
  const [templateId, setTemplateId] = useState<string | null>(null)
  const command = useCommand()
  const past = useView() !== null
  const why = useRefusal()('outgoingSms.order')
  const number = `/sms-numbers/${row.numberId}`
  const { data: standing } = useQuery({
    queryKey: ['smsNumber', 'derived', number, 'standing'],
    queryFn: () => standingOf(number),
    enabled: !past,
  })
  const { data: counted } = useQuery({
    queryKey: ['smsNumber', 'derived', number, 'count', body],
    queryFn: () => post<SmsCount>(`${number}/count`, { body }),
    enabled: !past && body !== '',
    placeholderData: keepPreviousData,
  })
  if (past) return null
  if (row.optedOut)
    return (
      <Alert color="yellow" title="They have written STOP">
        No text goes to this number until they write START.
      </Alert>
    )
  if (standing?.state === 'not-set-up')
    return (
      <Alert color="gray" title="This number is not set up to send">
        Its gateway or its password is missing. Nothing goes out until both are there.
      </Alert>
    )
  const isTooLong = counted !== undefined && body !== '' && counted.parts > counted.most
  const isReady = body.trim() !== '' && !isTooLong
  const send = () => {
    if (!isReady) return
    command.mutate(
      {
        method: 'POST',
        path: '/outgoing-texts',
        body: { conversationId: row.id, body, ...(templateId && { templateId }), ...(sendAt && { sendAt }) },
        touches: ['outgoingSms', 'conversation'],
      },
      {
        onSuccess: () => {
          setBody('')
          setSendAt(null)
          setTemplateId(null)
        },
        onError: (error) => failed('It was not sent; it is still here', error),
      },
    )
  }
  return (
    <div className={classes.composer}>
      <Textarea
        id="compose-mail"
        aria-label="Text"
        placeholder="What you write"
        autosize
        minRows={3}
        maxRows={10}
        disabled={why !== undefined}
        description={why ?? countOf(body, counted)}
        error={isTooLong && `A text has ${counted.most} parts at most.`}
        value={body}
        onChange={(event) => setBody(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send()
          if (event.key === 'Escape') event.currentTarget.blur()
        }}
      />
      <Group justify="space-between" align="end">
        <MomentInput label="Send later" value={sendAt} onChange={setSendAt} />
        <TemplateInsert
          records={row.records ?? []}
          onInsert={(template) => {
            setTemplateId(template.id)
            setBody(body.trim() ? `${body}\n\n${template.text}` : template.text)
          }}
        />
        <Button
          loading={command.isPending}
          disabled={why !== undefined || !isReady}
          onClick={send}
          rightSection={<Key>Ctrl ⏎</Key>}
        >
          {sendAt ? 'Send then' : 'Send'}
        </Button>
      </Group>
    </div>
  )
}

function countOf(body: string, counted: SmsCount | undefined): string {
  if (body === '' || !counted) return 'For ten seconds it can be taken back.'
  const cost = textCost(counted.parts, counted.pricePerPart)
  const alphabet =
    counted.alphabet === 'ucs2' ? ' A sign in it is in no phone’s own alphabet, so that less fits.' : ''
  return `${cost}; ${counted.left} more signs fit.${alphabet}`
}

const standingOf = (number: string) => read<SmsStanding>(`${number}/standing`)
