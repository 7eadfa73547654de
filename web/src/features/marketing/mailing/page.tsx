import { Progress, Text } from '@mantine/core'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import type { Replies } from '../../../api/types.gen.ts'
import { useLive } from '../../../live/live.tsx'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import { DocumentButton } from '../../../records/document.tsx'
import { RecordPage } from '../../../records/page.tsx'
import { Related } from '../../../records/related.tsx'
import { Report } from '../../../records/report.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { count, counted } from '../../../ui/format.ts'
import { done, failed } from '../../../ui/notices.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { textCost } from '../../activities/conversation/text-cost.ts'
import { FunnelTable } from '../funnel.tsx'
import { leftOutWords } from '../left-out.ts'
import type { Mailing } from '../mailing.entry.ts'
import { mailing } from '../mailing.tsx'
import { Variants } from './variants.tsx'

type Results = Replies['/mailings/{id}/results']

/** A mailing: how far it has got, what came of it, and who was left out and why. */
export function MailingPage({ id }: { id: string }) {
  useLive('mailingRecipient')
  return (
    <RecordPage resource={mailing} id={id} actions={(row) => <Turns row={row} />}>
      {(row) =>
        row.total === null ? (
          row.status === 'draft' && <Variants row={row} />
        ) : (
          <>
            <Report<Results>
              model="mailingRecipient"
              title="What came of it"
              path={`/mailings/${row.id}/results`}
            >
              {(found) => <Came found={found} />}
            </Report>
            {row.letterForm && (
              <>
                <DocumentButton path={`/mailings/${row.id}/letters`} name="letters" label="Letters" />{' '}
                <DocumentButton path={`/mailings/${row.id}/labels`} name="labels" label="Labels" />
                <Related
                  model="letter"
                  title="Letters"
                  where={{ mailingId: row.id }}
                  columns={['contactId', 'status', 'postedAt']}
                  empty="No letter was written yet."
                />
              </>
            )}
            <Related
              model="mailingRecipient"
              title="Whom it was for"
              where={{ mailingId: row.id }}
              columns={['status', 'leftOut', 'variant', 'sentAt', 'openedAt', 'clicks']}
              empty="Nobody was dealt with yet."
            />
          </>
        )
      }
    </RecordPage>
  )
}

function Came({ found }: { found: Results }) {
  const { total = null, decided, waiting, variants = [] } = found
  const settled = decided - waiting
  const others = [
    ['have arrived', found.delivered],
    ['did not arrive', found.undelivered],
    ['came back', found.bounced],
    ['were not taken', found.refused],
    ['are in doubt', found.doubtful],
    ['have unsubscribed', found.unsubscribed],
    ['were opened by a program only', found.machineOpened],
  ] as const
  return (
    <>
      {total !== null && settled < total && (
        <>
          <Text size="sm">
            {count(settled)} of {counted(total, 'person', 'people')}, {count(waiting)} under way
          </Text>
          <Progress value={(settled / Math.max(total, 1)) * 100} aria-label="How many were dealt with" />
        </>
      )}
      <FunnelTable groups={[found]} />
      {others.some(([, many]) => many > 0) && (
        <Text size="sm">
          {others
            .filter(([, many]) => many > 0)
            .map(([words, many]) => `${count(many)} ${words}`)
            .join(', ')}
          .
        </Text>
      )}
      {found.cost.length > 0 && (
        <Text size="sm">
          {found.cost.map(({ parts, pricePerPart }) => textCost(parts, pricePerPart)).join(', ')}.
        </Text>
      )}
      {found.leftOut.length > 0 && (
        <Table label="Left out" head={['Left out, because', 'People']}>
          {found.leftOut.map(({ reason, count: many }) => (
            <tr key={reason}>
              <td>{reason && leftOutWords[reason]}</td>
              <td data-right>{count(many)}</td>
            </tr>
          ))}
        </Table>
      )}
      {found.subjectTest && (
        <>
          <FunnelTable
            groups={found.subjects.map((one) => ({
              ...one,
              name: one.key === 'a' ? 'First subject' : 'Other subject',
            }))}
          />
          <Text size="sm">
            {found.subjectTest.winner === null
              ? 'Neither subject is opened more often than chance explains.'
              : `The ${found.subjectTest.winner === 'a' ? 'first' : 'other'} subject is opened more often (p = ${found.subjectTest.p}).`}{' '}
            {found.subjectTest.method}
          </Text>
        </>
      )}
      {variants.length > 1 && (
        <FunnelTable groups={variants.map((one) => ({ ...one, name: one.key || 'For all others' }))} />
      )}
      {found.links.length > 0 && (
        <Table label="Links" head={['Link', 'People', 'Clicks']}>
          {found.links.map(({ link, people, clicks }) => (
            <tr key={link}>
              <td>{link}</td>
              <td data-right>{count(people)}</td>
              <td data-right>{count(clicks)}</td>
            </tr>
          ))}
        </Table>
      )}
      <Quiet>{found.method}</Quiet>
    </>
  )
}

function Turns({ row }: { row: Mailing }) {
  const [asked, setAsked] = useState<'later' | 'stop' | null>(null)
  const command = useCommand()
  const touches = ['mailing', 'mailingRecipient']
  const run = (verb: string, words: string) =>
    command.mutate(
      { method: 'POST', path: `/mailings/${row.id}/${verb}`, body: {}, touches },
      { onSuccess: () => done(words), onError: (error) => failed('It stays as it is', error) },
    )
  const { status } = row
  return (
    <>
      {status === 'draft' && (
        <>
          <WriteButton permission="mailing.schedule" onClick={() => run('schedule', 'It goes out')}>
            Send now
          </WriteButton>
          <WriteButton permission="mailing.schedule" variant="default" onClick={() => setAsked('later')}>
            Send later
          </WriteButton>
        </>
      )}
      {status === 'scheduled' && (
        <WriteButton
          permission="mailing.unschedule"
          variant="default"
          onClick={() => run('unschedule', 'It does not go out')}
        >
          Take it off the schedule
        </WriteButton>
      )}
      {status === 'sending' && (
        <WriteButton permission="mailing.pause" variant="default" onClick={() => run('pause', 'Paused')}>
          Pause
        </WriteButton>
      )}
      {status === 'paused' && (
        <WriteButton permission="mailing.resume" onClick={() => run('resume', 'It goes on')}>
          Go on
        </WriteButton>
      )}
      {(status === 'sending' || status === 'paused') && (
        <WriteButton permission="mailing.stop" variant="default" onClick={() => setAsked('stop')}>
          Stop
        </WriteButton>
      )}
      {asked === 'later' && (
        <CommandDialog
          title="When does it go out?"
          path={`/mailings/${row.id}/schedule`}
          fields={[{ key: 'at', label: 'When', kind: 'instant', required: true }]}
          submit="Send then"
          touches={touches}
          onClose={() => setAsked(null)}
        />
      )}
      {asked === 'stop' && (
        <CommandDialog
          title="Stop this mailing?"
          path={`/mailings/${row.id}/stop`}
          fields={[{ key: 'reason', label: 'Why?', kind: 'text' }]}
          submit="Stop it"
          grave
          touches={touches}
          onClose={() => setAsked(null)}
        >
          What has gone out stays out. What has not does not go.
        </CommandDialog>
      )}
    </>
  )
}
