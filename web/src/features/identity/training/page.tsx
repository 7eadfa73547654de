import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { derivedQuery } from '../../../api/queries.ts'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import type { Field } from '../../../records/field.ts'
import { RecordPage } from '../../../records/page.tsx'
import { Panel } from '../../../records/panel.tsx'
import type { Resource } from '../../../records/resource.ts'
import { InstantValue } from '../../../time/instant.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { Table } from '../../../ui/screen.tsx'
import { Failure, Waiting } from '../../../ui/states.tsx'
import { Tag } from '../../../ui/values.tsx'
import type { Training, TrainingReport } from '../training.entry.ts'
import { PeopleCount, PeopleInput } from './people.tsx'

const more: Field = {
  key: 'userIds',
  label: 'Also assigned to',
  kind: 'own',
  Show: PeopleCount,
  Input: PeopleInput,
  required: true,
}

export function TrainingPage({ resource, id }: { resource: Resource<Training>; id: string }) {
  const [asked, setAsked] = useState<'add-people' | 'withdraw' | null>(null)
  const close = () => setAsked(null)
  return (
    <>
      <RecordPage
        resource={resource}
        id={id}
        actions={(row: Training) =>
          !row.withdrawn && (
            <>
              <WriteButton
                variant="default"
                permission="training.add-people"
                onClick={() => setAsked('add-people')}
              >
                Add people
              </WriteButton>
              <WriteButton
                variant="default"
                permission="training.withdraw"
                onClick={() => setAsked('withdraw')}
              >
                Withdraw
              </WriteButton>
            </>
          )
        }
      >
        {() => <Report id={id} />}
      </RecordPage>
      {asked === 'add-people' && (
        <CommandDialog
          title="Add people"
          path={`/trainings/${id}/add-people`}
          fields={[more]}
          submit="Add them"
          touches={['training', 'ownTraining']}
          onClose={close}
        />
      )}
      {asked === 'withdraw' && (
        <CommandDialog
          title="Withdraw this training"
          path={`/trainings/${id}/withdraw`}
          fields={[]}
          submit="Withdraw"
          touches={['training', 'ownTraining']}
          onClose={close}
        >
          Nobody needs to acknowledge it any more. What was acknowledged stays in the history.
        </CommandDialog>
      )}
    </>
  )
}

/** Who has not acknowledged it, then who has. */
function Report({ id }: { id: string }) {
  const query = useQuery(derivedQuery<TrainingReport>('training', `/trainings/${id}/report`, {}, null))
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />
  if (!query.data) return <Waiting rows={3} label="Loading who has acknowledged it" />
  return (
    <Panel title="Who has acknowledged it">
      <Table label="How each of them stands" head={['Person', 'Standing']}>
        {query.data.items.map(({ userId, name, acknowledgedAt, overdue }) => (
          <tr key={userId}>
            <td>{name}</td>
            <td>
              {acknowledgedAt ? (
                <>
                  <Tag tone="good">Acknowledged</Tag> <InstantValue at={acknowledgedAt} />
                </>
              ) : (
                <Tag tone={overdue ? 'bad' : 'warn'}>{overdue ? 'Overdue' : 'Not yet'}</Tag>
              )}
            </td>
          </tr>
        ))}
      </Table>
    </Panel>
  )
}
