import { Alert, Button, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { read } from '../../api/client.ts'
import type { Page } from '../../api/shapes.ts'
import { CommandDialog } from '../../records/command-dialog.tsx'
import { entryOf } from '../../records/entry.ts'
import { Reference } from '../../records/field-value.tsx'
import page from '../../records/page.module.css'
import { Panel } from '../../records/panel.tsx'
import { nounOf, type Resource } from '../../records/resource.ts'
import { InstantValue } from '../../time/instant.tsx'
import { WriteButton } from '../../time/write.tsx'
import { Quiet, Table } from '../../ui/screen.tsx'
import { Failure, Waiting } from '../../ui/states.tsx'
import { Nothing, Tag } from '../../ui/values.tsx'
import { type Ask, AskPrivacy, type Handed, HandedOver } from './ask.tsx'
import { Basis } from './basis.tsx'
import { Consents } from './consents.tsx'
import type { PrivacyRequest, PrivacyStanding } from './privacy.entry.ts'
import { Rectified } from './rectified.tsx'

type Of = Pick<Resource, 'model' | 'path' | 'one'>

/** What the person behind a record may ask of us, what they have asked, and what is held about them. */
export function PrivacyTab({ resource, id }: { resource: Of; id: string }) {
  const { model, path } = resource
  const [asking, setAsking] = useState<Ask | null>(null)
  const [isRectified, setIsRectified] = useState(false)
  const [handed, setHanded] = useState<Handed | null>(null)
  const query = useQuery({
    queryKey: [model, 'derived', 'privacy', id, null] as const,
    queryFn: ({ signal }) => read<PrivacyStanding>(`/${path}/${id}/privacy`, { signal }),
  })
  if (query.isError) return <Failure error={query.error} retry={() => void query.refetch()} />
  if (!query.data) return <Waiting rows={8} label="Loading the privacy of this person" />
  const { restricted, erased, truncated, records } = query.data
  return (
    <div className={page.main}>
      <Panel title="How it stands">
        {erased ? (
          <Alert color="gray" title="This person was erased">
            What identified them is gone for good, here and in the log. Numbers and proofs stay.
          </Alert>
        ) : truncated ? (
          <Alert color="yellow" title="Part of this record is gone">
            An operator has deleted or limited it in the event store, so nothing can be decided on it any
            more. It can still be erased: the keys are destroyed of all that is left.
          </Alert>
        ) : (
          <Group gap={8}>
            {restricted ? (
              <>
                <Tag tone="warn">Restricted</Tag> Kept, but used no more until the restriction is lifted.
              </>
            ) : (
              <>
                <Tag tone="good">In use</Tag> Nothing stands against using this record.
              </>
            )}
          </Group>
        )}
      </Panel>
      {!erased && (
        <Panel title="What the person asks for">
          <Group gap={8}>
            {!truncated && (
              <>
                <WriteButton
                  variant="default"
                  permission="privacy.disclose"
                  onClick={() => setAsking('access')}
                >
                  Show what is held
                </WriteButton>
                <WriteButton
                  variant="default"
                  permission="privacy.disclose"
                  onClick={() => setAsking('portability')}
                >
                  Export their data
                </WriteButton>
                <WriteButton
                  variant="default"
                  permission="privacy.rectify"
                  onClick={() => setIsRectified(true)}
                >
                  Note a rectification
                </WriteButton>
                <WriteButton
                  variant="default"
                  permission="privacy.restrict"
                  onClick={() => setAsking(restricted ? 'lift-restriction' : 'restrict')}
                >
                  {restricted ? 'Lift the restriction' : 'Restrict'}
                </WriteButton>
              </>
            )}
            <WriteButton color="red.9" permission="privacy.erase" onClick={() => setAsking('erase')}>
              Erase
            </WriteButton>
          </Group>
        </Panel>
      )}
      <Panel title="Records about this person">
        <Quiet>A request reaches all of them.</Quiet>
        <ul className={page.list} aria-label="Records about this person">
          {records.map((one) => (
            <li key={one.id}>
              {nounOf(entryOf(one.aggregate)?.one ?? one.aggregate)}{' '}
              <Reference model={one.aggregate} id={one.id} />
            </li>
          ))}
        </ul>
      </Panel>
      {!erased && !truncated && model === 'contact' && <Basis id={id} standing={query.data} />}
      {!erased && !truncated && model === 'contact' && <Consents id={id} consents={query.data.consents} />}
      {!erased && !truncated && <Holds resource={resource} id={id} holds={query.data.holds} />}
      <Requests id={id} />
      {asking && (
        <AskPrivacy
          ask={asking}
          resource={resource}
          id={id}
          onHanded={setHanded}
          onClose={() => setAsking(null)}
        />
      )}
      {isRectified && <Rectified resource={resource} id={id} onClose={() => setIsRectified(false)} />}
      {handed && <HandedOver handed={handed} onClose={() => setHanded(null)} />}
    </div>
  )
}

/** Legal matters for which a record must be kept, whatever anybody asks. */
function Holds({ resource, id, holds }: { resource: Of; id: string; holds: readonly string[] }) {
  const [lifted, setLifted] = useState<string | null>(null)
  const [placing, setPlacing] = useState(false)
  return (
    <Panel
      title="Legal holds"
      aside={
        <WriteButton variant="default" permission="privacy.hold" onClick={() => setPlacing(true)}>
          Place a hold
        </WriteButton>
      }
    >
      {holds.length === 0 ? (
        <Quiet>None. A hold keeps a record from being erased while a legal matter needs it.</Quiet>
      ) : (
        <Table label="Legal holds" head={['Matter', '']}>
          {holds.map((matter) => (
            <tr key={matter}>
              <td>{matter}</td>
              <td data-right>
                <WriteButton
                  size="compact-xs"
                  variant="default"
                  permission="privacy.hold"
                  onClick={() => setLifted(matter)}
                >
                  Lift
                </WriteButton>
              </td>
            </tr>
          ))}
        </Table>
      )}
      {placing && (
        <CommandDialog
          title="Place a legal hold"
          path={`/${resource.path}/${id}/place-hold`}
          fields={[
            { key: 'matter', label: 'Matter', kind: 'text', required: true, hint: 'As in Case 17/2026' },
          ]}
          submit="Place the hold"
          touches={[resource.model]}
          onClose={() => setPlacing(false)}
        />
      )}
      {lifted !== null && (
        <CommandDialog
          title="Lift the legal hold"
          path={`/${resource.path}/${id}/lift-hold`}
          fields={[]}
          body={{ matter: lifted }}
          submit="Lift the hold"
          touches={[resource.model]}
          onClose={() => setLifted(null)}
        >
          {lifted} no longer needs this {resource.one}.
        </CommandDialog>
      )}
    </Panel>
  )
}

const kinds: Readonly<Record<NonNullable<PrivacyRequest['kind']>, string>> = {
  access: 'Access',
  portability: 'A copy to take along',
  rectification: 'Rectification',
  restriction: 'Restriction',
  lifting: 'End of the restriction',
  erasure: 'Erasure',
}

/** What was asked for, each with a signed receipt. */
function Requests({ id }: { id: string }) {
  const query = useQuery({
    queryKey: ['privacyRequest', 'derived', id, null] as const,
    queryFn: ({ signal }) =>
      read<Page<PrivacyRequest>>('/privacy-requests', { parameters: { subjectId: id }, signal }),
  })
  return (
    <Panel title="Requests and receipts">
      {query.isError ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : !query.data ? (
        <Waiting rows={2} label="Loading the requests" />
      ) : query.data.items.length === 0 ? (
        <Quiet>Nothing was asked for yet.</Quiet>
      ) : (
        <Table label="Requests of this person" head={['What', 'Asked', 'Done', 'By', '']}>
          {query.data.items.map(({ id: request, kind, createdAt, completedAt, requestedBy }) => (
            <tr key={request}>
              <td>{kind ? kinds[kind] : <Nothing />}</td>
              <td>
                <InstantValue at={createdAt} />
              </td>
              <td>{completedAt ? <InstantValue at={completedAt} /> : <Tag tone="warn">Under way</Tag>}</td>
              <td>{requestedBy ? <Reference model="user" id={requestedBy} /> : <Nothing />}</td>
              <td data-right>
                {completedAt && (
                  <Button
                    component="a"
                    size="compact-xs"
                    variant="default"
                    href={`/api/privacy-requests/${request}/receipt`}
                    download={`receipt-${request}.txt`}
                  >
                    Receipt
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Panel>
  )
}
