import { Anchor, Button, Group } from '@mantine/core'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { InstantValue } from '../../../time/instant.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { done, failed } from '../../../ui/notices.ts'
import { Tag, type Tone } from '../../../ui/values.tsx'
import type { ConversationRow, Mail } from '../conversation.entry.ts'
import classes from './conversation.module.css'
import { textCost } from './text-cost.ts'

const ways: Readonly<Partial<Record<Mail['is'], { words: string; tone: Tone }>>> = {
  waiting: { words: 'Waits to be sent', tone: 'accent' },
  sending: { words: 'Being sent', tone: 'accent' },
  refused: { words: 'Not sent', tone: 'bad' },
  doubtful: { words: 'Perhaps sent', tone: 'warn' },
  bounced: { words: 'Came back', tone: 'bad' },
  'taken-back': { words: 'Taken back', tone: 'neutral' },
  delivered: { words: 'Arrived', tone: 'good' },
  undelivered: { words: 'Did not arrive', tone: 'bad' },
  draft: { words: 'Draft', tone: 'neutral' },
}

const kinds = { bounce: 'Delivery report', 'auto-reply': 'Automatic reply', list: 'List' } as const

const called = (of: { name: string | null; address: string }) =>
  of.name ? `${of.name} <${of.address}>` : of.address

/** One message of a conversation, with what became of it. */
export function OneMessage({ mail, row }: { mail: Mail; row: ConversationRow }) {
  const [isWhole, setWhole] = useState(false)
  const [page, setPage] = useState<'none' | 'plain' | 'pictures'>('none')
  const command = useCommand()
  const way = ways[mail.is]
  const isText = row.channel === 'sms'
  const { social } = mail
  const [out, permission] = social
    ? ['social-posts', 'socialPost.take-back']
    : isText
      ? ['outgoing-texts', 'outgoingSms.take-back']
      : ['outgoing-mails', 'outgoingMail.take-back']
  const takeBack = () =>
    command.mutate(
      {
        method: 'POST',
        path: `/${out}/${mail.id}/take-back`,
        touches: ['outgoingMail', 'outgoingSms', 'socialPost', 'conversation'],
      },
      { onSuccess: () => done('Taken back'), onError: (error) => failed('It has gone', error) },
    )
  return (
    <li className={classes.mail} data-is={mail.is === 'came' ? 'came' : 'ours'}>
      <p className={classes.who}>
        {social ? (
          <>
            <strong>{mail.is === 'came' ? (social.name ?? social.handle) : 'We'}</strong>
            {social.name && <span>@{social.handle}</span>}
            {social.visibility !== 'direct' && <Tag tone="neutral">Others see it</Tag>}
            {social.url && (
              <Anchor href={social.url} target="_blank" rel="noopener noreferrer">
                In the network
              </Anchor>
            )}
          </>
        ) : isText ? (
          <strong>{mail.is === 'came' ? row.number : 'We'}</strong>
        ) : (
          <>
            <strong>{mail.from ? called(mail.from) : 'Nobody is named'}</strong>
            <span>to {[...mail.to, ...mail.cc].map(called).join(', ')}</span>
          </>
        )}
        {mail.at && <InstantValue at={mail.at} />}
        {way && <Tag tone={way.tone}>{way.words}</Tag>}
        {mail.automatic && (
          <Tag tone={mail.automatic === 'bounce' ? 'bad' : 'neutral'}>{kinds[mail.automatic]}</Tag>
        )}
        {mail.parts !== null && <span>{textCost(mail.parts, mail.pricePerPart)}</span>}
        {mail.repeats && <Tag tone="warn">Perhaps told twice</Tag>}
        {mail.held && <Tag tone="warn">Sender not vouched for</Tag>}
      </p>
      {mail.reason && <p className={classes.quiet}>{mail.reason}</p>}
      {page === 'none' ? (
        <p className={classes.text}>{isWhole ? mail.whole : mail.text}</p>
      ) : (
        <iframe
          className={classes.page}
          title="The mail as it looks"
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          src={`/api/activities/${mail.id}/page${page === 'pictures' ? '?pictures=true' : ''}`}
        />
      )}
      <Group gap={8}>
        {mail.whole && page === 'none' && (
          <Button size="compact-xs" variant="subtle" onClick={() => setWhole(!isWhole)}>
            {isWhole ? 'Only what is new' : 'All of it'}
          </Button>
        )}
        {mail.is === 'came' && !isText && !social && page === 'none' && (
          <Button size="compact-xs" variant="subtle" onClick={() => setPage('plain')}>
            As it looks
          </Button>
        )}
        {page !== 'none' && (
          <>
            <Button size="compact-xs" variant="subtle" onClick={() => setPage('none')}>
              As text
            </Button>
            {page === 'plain' && (
              <Button size="compact-xs" variant="subtle" onClick={() => setPage('pictures')}>
                With pictures from elsewhere
              </Button>
            )}
          </>
        )}
        {mail.is === 'waiting' && (
          <WriteButton size="compact-xs" variant="light" permission={permission} onClick={takeBack}>
            Take back
          </WriteButton>
        )}
      </Group>
    </li>
  )
}
