import { ActionIcon, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { derivedQuery } from '../../../api/queries.ts'
import type { Replies } from '../../../api/types.gen.ts'
import { useLive } from '../../../live/live.tsx'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import { type Choice, choiceOf, type Field } from '../../../records/field.ts'
import { Reference } from '../../../records/field-value.tsx'
import { Panel } from '../../../records/panel.tsx'
import { useView } from '../../../time/use-time.ts'
import { useRefusal, WriteButton } from '../../../time/write.tsx'
import { failed } from '../../../ui/notices.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { Failure, Waiting } from '../../../ui/states.tsx'
import { Nothing, Tag } from '../../../ui/values.tsx'
import type { Opportunity } from '../opportunity.entry.ts'

type Players = Replies['/opportunities/{id}/key-players']
type Player = NonNullable<Players['players']>[number]

const stances: readonly Choice[] = [
  { value: 'supporter', label: 'Supporter', tone: 'good' },
  { value: 'neutral', label: 'Neutral', tone: 'neutral' },
  { value: 'opponent', label: 'Opponent', tone: 'bad' },
]
const contact: Field = { key: 'contactId', label: 'Contact', kind: 'ref', model: 'contact', required: true }
const stance: Field = { key: 'stance', label: 'Stance', kind: 'choice', choices: stances }
const part: readonly Field[] = [
  { key: 'role', label: 'Part they play', kind: 'listed', list: 'contact-role' },
  stance,
]

/** Who has a say in a deal. */
export function KeyPlayers({ row }: { row: Opportunity }) {
  const [asked, setAsked] = useState<Player | 'new' | null>(null)
  const view = useView()
  const refusal = useRefusal()
  const command = useCommand()
  useLive('contact')
  const { data, error, refetch } = useQuery(
    derivedQuery<Players>('opportunity', `/opportunities/${row.id}/key-players`, {}, view),
  )
  const shared = {
    path: `/opportunities/${row.id}/set-player`,
    touches: ['opportunity'],
    onClose: () => setAsked(null),
  }
  const remove = (player: Player) =>
    command.mutate(
      {
        method: 'POST',
        path: `/opportunities/${row.id}/remove-player`,
        body: { contactId: player.contactId },
        touches: ['opportunity'],
      },
      { onError: (reason) => failed(`${player.contactName ?? 'The contact'} stays`, reason) },
    )
  const players = data?.players ?? []
  return (
    <Panel
      title="Key players"
      aside={
        <WriteButton
          size="compact-xs"
          variant="default"
          permission="opportunity.set-player"
          leftSection={<Plus size={12} />}
          onClick={() => setAsked('new')}
        >
          Add a key player
        </WriteButton>
      }
    >
      {error ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Waiting rows={2} />
      ) : players.length === 0 ? (
        <Quiet>Nobody yet: add who decides, who influences, who uses it.</Quiet>
      ) : (
        <Table label="Key players" head={['Contact', 'Account', 'Part they play', 'Stance', '']}>
          {players.map((player) => {
            const where = choiceOf(stance, player.stance)
            const name = player.contactName ?? 'this contact'
            return (
              <tr key={player.contactId}>
                <td>
                  <Reference model="contact" id={player.contactId} name={player.contactName} />{' '}
                  {player.main && <Tag tone="accent">Contact of the deal</Tag>}
                </td>
                <td>{player.accountName ?? <Nothing />}</td>
                <td>{player.role ?? <Nothing />}</td>
                <td>{where ? <Tag tone={where.tone ?? 'neutral'}>{where.label}</Tag> : <Nothing />}</td>
                <td data-right>
                  <Group gap={4} justify="flex-end" wrap="nowrap">
                    <ActionIcon
                      aria-label={`Change the part of ${name}`}
                      disabled={refusal('opportunity.set-player') !== undefined}
                      onClick={() => setAsked(player)}
                    >
                      <Pencil size={14} />
                    </ActionIcon>
                    <ActionIcon
                      aria-label={`Take ${name} off`}
                      disabled={
                        refusal('opportunity.remove-player') !== undefined ||
                        !row.playerIds?.includes(player.contactId)
                      }
                      onClick={() => remove(player)}
                    >
                      <Trash2 size={14} />
                    </ActionIcon>
                  </Group>
                </td>
              </tr>
            )
          })}
        </Table>
      )}
      {asked === 'new' && (
        <CommandDialog
          {...shared}
          title="Add a key player"
          fields={[contact, ...part]}
          submit="Add the key player"
        />
      )}
      {asked !== null && asked !== 'new' && (
        <CommandDialog
          {...shared}
          title={`Part of ${asked.contactName ?? 'this contact'}`}
          fields={part}
          initial={{ role: asked.role, stance: asked.stance }}
          body={{ contactId: asked.contactId }}
          submit="Save"
        />
      )}
    </Panel>
  )
}
