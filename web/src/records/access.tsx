import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { read } from '../api/client.ts'
import { useCommand } from '../api/commands.ts'
import type { Share } from '../api/models.ts'
import { useMay } from '../api/session.ts'
import type { Page } from '../api/shapes.ts'
import { InstantValue } from '../time/instant.tsx'
import { WriteButton } from '../time/write.tsx'
import { actorName, counted, sentence } from '../ui/format.ts'
import { done, failed } from '../ui/notices.ts'
import { Quiet, Table } from '../ui/screen.tsx'
import { Failure, Waiting } from '../ui/states.tsx'
import { isDay } from '../ui/typed.ts'
import { Nothing, Tag } from '../ui/values.tsx'
import { accessWords } from './access-words.ts'
import { AskDialog, incomplete } from './ask-dialog.tsx'
import type { Field } from './field.ts'
import { Reference } from './field-value.tsx'
import { lastInstantOf } from './filters.tsx'
import classes from './page.module.css'
import { Panel } from './panel.tsx'
import { WhoSees, WhyAccess } from './why-access.tsx'

/** Who sees a record and why, with whom it is shared, and who has looked at it. */
export function AccessTab({ model, id }: { model: string; id: string }) {
  const may = useMay()
  return (
    <div className={classes.main}>
      <WhyAccess model={model} id={id} />
      {may('share.read') && <Shares model={model} id={id} />}
      {may('access.read') && <WhoSees model={model} id={id} />}
      {may('accessLog.read') && <Viewers id={id} />}
    </div>
  )
}

const isOver = ({ revokedAt, expiresAt }: Share) =>
  Boolean(revokedAt) || (Boolean(expiresAt) && Date.parse(String(expiresAt)) <= Date.now())

function Shares({ model, id }: { model: string; id: string }) {
  const command = useCommand()
  const [sharing, setSharing] = useState(false)
  const query = useQuery({
    queryKey: ['share', 'derived', model, id, null] as const,
    queryFn: ({ signal }) =>
      read<Page<Share>>('/shares', { parameters: { model, recordId: id, limit: 100 }, signal }),
  })
  const revoke = (share: Share) =>
    command
      .mutateAsync({ method: 'POST', path: `/shares/${share.id}/revoke`, touches: ['share'] })
      .then(() => done('Not shared any more'))
      .catch((error: unknown) => failed('It stays shared', error))
  return (
    <Panel
      title="Shared with"
      aside={
        <WriteButton variant="default" permission="share.grant" onClick={() => setSharing(true)}>
          Share
        </WriteButton>
      }
    >
      {query.isError ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : !query.data ? (
        <Waiting rows={2} label="Loading the shares" />
      ) : query.data.items.length === 0 ? (
        <Quiet>Nobody beyond those who see it by their role or because they own it.</Quiet>
      ) : (
        <Table label="Shares of this record" head={['With', 'To', 'Why', 'By', 'Until', '']}>
          {query.data.items.map((share) => (
            <tr key={share.id}>
              <td>
                {share.grantee && share.granteeId ? (
                  <Reference model={share.grantee} id={share.granteeId} />
                ) : (
                  <Nothing />
                )}
              </td>
              <td>{share.level === 'read' ? 'Read' : 'Read and change'}</td>
              <td>{share.reason}</td>
              <td>{share.grantedBy ? <Reference model="user" id={share.grantedBy} /> : <Nothing />}</td>
              <td>{share.expiresAt ? <InstantValue at={share.expiresAt} /> : <Nothing />}</td>
              <td data-right>
                {isOver(share) ? (
                  <Tag>{share.revokedAt ? 'Taken back' : 'Over'}</Tag>
                ) : (
                  <WriteButton
                    size="compact-xs"
                    variant="default"
                    permission="share.revoke"
                    onClick={() => void revoke(share)}
                  >
                    Take back
                  </WriteButton>
                )}
              </td>
            </tr>
          ))}
        </Table>
      )}
      {sharing && <ShareDialog model={model} id={id} onClose={() => setSharing(false)} />}
    </Panel>
  )
}

const questions: readonly Field[] = [
  { key: 'userId', label: 'Person', kind: 'ref', model: 'user' },
  { key: 'teamId', label: 'Or a whole team', kind: 'ref', model: 'team' },
  {
    key: 'level',
    label: 'They may',
    kind: 'choice',
    required: true,
    choices: [
      { value: 'read', label: 'Read it' },
      { value: 'write', label: 'Read and change it' },
    ],
  },
  { key: 'reason', label: 'Why', kind: 'text', required: true, hint: 'Kept in the history' },
  { key: 'until', label: 'Until the end of', kind: 'date', hint: 'Empty: until it is taken back' },
]

function ShareDialog({ model, id, onClose }: { model: string; id: string; onClose: () => void }) {
  const command = useCommand()
  return (
    <AskDialog
      title="Share this record"
      fields={questions}
      initial={{ level: 'read' }}
      submit="Share"
      onSubmit={async ({ userId, teamId, level, reason, until }) => {
        const granteeId = userId ?? teamId
        if (!granteeId) throw incomplete([{ key: 'userId', label: 'A person or a team' }])
        const body = {
          model,
          recordId: id,
          grantee: userId ? 'user' : 'team',
          granteeId,
          level,
          reason,
          ...(typeof until === 'string' && { expiresAt: isDay(until) ? lastInstantOf(until) : until }),
        }
        await command.mutateAsync({ method: 'POST', path: '/shares', body, touches: ['share'] })
      }}
      onClose={onClose}
    />
  )
}

/** Everybody who was shown the record, in whatever way. */
function Viewers({ id }: { id: string }) {
  const query = useQuery({
    queryKey: ['accessLog', 'viewers', id],
    queryFn: ({ signal }) => read('/access-log/viewers', { parameters: { recordId: id }, signal }),
  })
  return (
    <Panel title="Who viewed it">
      {query.isError ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : !query.data ? (
        <Waiting rows={2} label="Loading who viewed it" />
      ) : query.data.items.length === 0 ? (
        <Quiet>Nobody yet, or it holds nothing personal.</Quiet>
      ) : (
        <Table label="Viewers of this record" head={['Who', 'How', 'How often', 'First', 'Last']}>
          {query.data.items.map(({ actorId, name, times, first, last, kinds: ways }) => (
            <tr key={actorId}>
              <td>{actorName(actorId, name)}</td>
              <td>{ways.map((way) => accessWords[way] ?? sentence(way)).join(', ')}</td>
              <td>{counted(times, 'time', 'times')}</td>
              <td>
                <InstantValue at={first} />
              </td>
              <td>
                <InstantValue at={last} />
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Panel>
  )
}
