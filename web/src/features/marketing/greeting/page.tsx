import { Text } from '@mantine/core'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { useLive } from '../../../live/live.tsx'
import { CriteriaBuilder } from '../../../records/criteria/builder.tsx'
import {
  asGroup,
  type Criterion,
  criterionWords,
  isEmptyGroup,
  useVocabularies,
} from '../../../records/criteria/criterion.ts'
import { Reference } from '../../../records/field-value.tsx'
import { RecordPage } from '../../../records/page.tsx'
import { Panel } from '../../../records/panel.tsx'
import { Related, useResource } from '../../../records/related.tsx'
import { Report } from '../../../records/report.tsx'
import { NumericInput } from '../../../records/typed-inputs.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { count, counted } from '../../../ui/format.ts'
import { done, failed } from '../../../ui/notices.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import type { Greeting, GreetingPreview } from '../greeting.entry.ts'
import { greeting } from '../greeting.tsx'
import { leftOutWords } from '../left-out.ts'

/** A greeting: whom it is for, who gets it in the days to come and who does not, and who got it. */
export function GreetingPage({ id }: { id: string }) {
  useLive('mailingRecipient')
  return (
    <RecordPage resource={greeting} id={id} actions={(row) => <Turns row={row} />}>
      {(row) => (
        <>
          <Where row={row} />
          <Preview row={row} />
          <Related
            model="mailingRecipient"
            title="Who was greeted"
            where={{ greetingId: row.id }}
            columns={['greetedOn', 'channel', 'status', 'leftOut', 'sentAt']}
            empty="Nobody was greeted yet."
          />
        </>
      )}
    </RecordPage>
  )
}

/** What has to hold of a contact beside their day. */
function Where({ row }: { row: Greeting }) {
  const [building, setBuilding] = useState(false)
  const command = useCommand()
  const of = useResource('contact')
  const asked = useVocabularies().get('contact')?.fields ?? []
  const where = (row.where ?? undefined) as Criterion | undefined
  return (
    <Panel
      title="To whom"
      aside={
        <WriteButton
          size="compact-xs"
          variant="default"
          permission="greeting.change"
          onClick={() => setBuilding(true)}
        >
          Change to whom
        </WriteButton>
      }
    >
      <Text size="sm">
        {where && of
          ? `To contacts of whom this holds: ${criterionWords(where, of.fields, asked)}`
          : 'To all contacts who have the day.'}
      </Text>
      {building && of && (
        <CriteriaBuilder
          resource={of}
          criterion={asGroup(where)}
          title="To whom?"
          submit="Save"
          onClose={() => setBuilding(false)}
          onShow={(criterion) =>
            command.mutate(
              {
                method: 'PATCH',
                path: `/greetings/${row.id}`,
                body: { where: isEmptyGroup(criterion) ? null : criterion },
                ifMatch: row.revision,
                touches: ['greeting'],
              },
              {
                onSuccess: () => setBuilding(false),
                onError: (error) => failed('It stays as it is', error),
              },
            )
          }
        />
      )}
    </Panel>
  )
}

const words: Readonly<Record<string, string>> = {
  ...leftOutWords,
  'no-text': 'nothing is said in their language',
  'greeted-already': 'they got it this year',
}
const channels: Readonly<Record<string, string>> = { email: 'E-mail', sms: 'Text', post: 'Post' }

function Preview({ row }: { row: Greeting }) {
  const [days, setDays] = useState(30)
  return (
    <Report<GreetingPreview>
      model="greeting"
      title="Who gets it"
      path={`/greetings/${row.id}/preview`}
      parameters={{ days }}
      aside={
        <NumericInput
          aria-label="In the next"
          unit="days"
          w={120}
          min={1}
          max={366}
          value={days}
          onChange={(next) => setDays(next ?? 30)}
        />
      }
    >
      {(found) =>
        found.total === 0 ? (
          <Quiet>Nobody whom you may see has that day in these days.</Quiet>
        ) : (
          <>
            <Text size="sm">
              {counted(found.total, 'person has', 'people have')} their day; of {count(found.checked)} looked
              at, {count(found.sendable)} would get it.
            </Text>
            <Table label="Who gets it" head={['Day', 'Who', 'By', 'Left out, because']}>
              {found.items.map(({ day, person, channel, leftOut }) => (
                <tr key={`${day} ${person.id}`}>
                  <td>{day}</td>
                  <td>
                    <Reference model="contact" id={person.id} name={person.name ?? null} />
                  </td>
                  <td>{channel && channels[channel]}</td>
                  <td>{leftOut && words[leftOut]}</td>
                </tr>
              ))}
            </Table>
          </>
        )
      }
    </Report>
  )
}

function Turns({ row }: { row: Greeting }) {
  const command = useCommand()
  const run = (verb: string, said: string) =>
    command.mutate(
      { method: 'POST', path: `/greetings/${row.id}/${verb}`, body: {}, touches: ['greeting'] },
      { onSuccess: () => done(said), onError: (error) => failed('It stays as it is', error) },
    )
  if (row.archived) return null
  return row.active ? (
    <WriteButton
      permission="greeting.deactivate"
      variant="default"
      onClick={() => run('deactivate', 'It goes out no more')}
    >
      Switch off
    </WriteButton>
  ) : (
    <WriteButton permission="greeting.activate" onClick={() => run('activate', 'It goes out by itself now')}>
      Switch on
    </WriteButton>
  )
}
