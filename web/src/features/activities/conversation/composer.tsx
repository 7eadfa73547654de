import { Button, Group, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { detailQuery } from '../../../api/queries.ts'
import { MomentInput } from '../../../records/moment-input.tsx'
import { useView } from '../../../time/use-time.ts'
import { useRefusal } from '../../../time/write.tsx'
import { failed } from '../../../ui/notices.ts'
import { Key } from '../../../ui/values.tsx'
import type { Contact } from '../../customers/contact.entry.ts'
import { TemplateInsert } from '../../marketing/template-insert.tsx'
import type { ConversationRow, Mail } from '../conversation.entry.ts'
import classes from './conversation.module.css'

/** Writes the next mail. For ten seconds, or until the time it is to go, it can be taken back above. */
export function Composer({ row, mails }: { row: ConversationRow; mails: readonly Mail[] }) {
  const last = mails.findLast(({ is, from }) => is === 'came' && from)
  const [to, setTo] = useState<string | null>(null)
  const [cc, setCc] = useState('')
  const [subject, setSubject] = useState<string | null>(null)
  const [body, setBody] = useState('')
  const [sendAt, setSendAt] = useState<string | null>(null)
  const [templateId, setTemplateId] = useState<string | null>(null)
  const command = useCommand()
  const past = useView() !== null
  // A first mail goes to whom the conversation was begun with.
  const person = mails.length === 0 ? row.records?.find(({ model }) => model === 'contact') : undefined
  const { data: whom } = useQuery({
    ...detailQuery<Contact>('contact', '/contacts', person?.id ?? '', null),
    enabled: person !== undefined && !past,
  })
  const why = useRefusal()('outgoingMail.order')
  if (past) return null
  const written = row.subject ?? ''
  const shown = {
    to: to ?? (last?.from ? last.from.address : (whom?.email ?? '')),
    subject: subject ?? (mails.length === 0 || /^(re|aw|sv):/i.test(written) ? written : `Re: ${written}`),
  }
  const isReady = body.trim() !== '' && shown.to.trim() !== '' && shown.subject.trim() !== ''
  const send = () => {
    if (!isReady) return
    command.mutate(
      {
        method: 'POST',
        path: '/outgoing-mails',
        body: {
          conversationId: row.id,
          to: addressesIn(shown.to),
          cc: addressesIn(cc),
          subject: shown.subject,
          body: quoting(body, last),
          ...(templateId && { templateId }),
          ...(sendAt && { sendAt }),
        },
        touches: ['outgoingMail', 'conversation'],
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
      <Group grow align="start">
        <TextInput label="To" value={shown.to} onChange={(event) => setTo(event.currentTarget.value)} />
        <TextInput label="Copy to" value={cc} onChange={(event) => setCc(event.currentTarget.value)} />
      </Group>
      <TextInput
        label="Subject"
        value={shown.subject}
        onChange={(event) => setSubject(event.currentTarget.value)}
      />
      <Textarea
        id="compose-mail"
        aria-label="Mail"
        placeholder="What you write"
        autosize
        minRows={4}
        maxRows={18}
        disabled={why !== undefined}
        description={why ?? 'The signature of the mailbox is added. What you answer to is quoted below it.'}
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
            if (mails.length === 0) setSubject(template.subject)
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

/** `Anna <a@b.example>, c@d.example`. */
function addressesIn(text: string) {
  return text
    .split(/[,;]/)
    .map((one) => one.trim())
    .filter(Boolean)
    .map((one) => {
      const [, name = '', address = one] = /^"?([^"<]*?)"?\s*<([^<>]+)>$/.exec(one) ?? []
      return { name: name.trim() || null, address }
    })
}

function quoting(body: string, last: Mail | undefined): string {
  if (!last?.text) return body
  const who = last.from?.name ?? last.from?.address ?? ''
  const quoted = last.text.split('\n').map((line) => `> ${line}`)
  return [body, '', `${last.at ? `On ${new Date(last.at).toUTCString()}, ` : ''}${who} wrote:`, ...quoted]
    .join('\n')
    .slice(0, 17_000)
}
