import { Button } from '@mantine/core'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { AskDialog } from '../../../records/ask-dialog.tsx'
import { Reference } from '../../../records/field-value.tsx'
import { Panel } from '../../../records/panel.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { failed } from '../../../ui/notices.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { MergeDialog } from '../../customers/merge-dialog.tsx'
import { Merged } from '../../customers/merged.tsx'
import type { TicketDetail, TicketLink } from '../ticket.entry.ts'

const words: Readonly<Record<TicketLink['is'], string>> = {
  related: 'Related',
  case: 'A case of this problem',
  sibling: 'Another case of the problem',
  'split-off': 'Was split off',
  merged: 'Is part of this one',
}

const other = { key: 'ticketId', label: 'Ticket', kind: 'ref', model: 'ticket', required: true } as const

/** The tickets that have to do with this one, and how. */
export function Links({ row }: { row: TicketDetail }) {
  const [asked, ask] = useState<'link' | 'merge'>()
  const [into, merge] = useState<string>()
  const command = useCommand()
  const send = (of: string, verb: 'link' | 'unlink', ticketId: unknown) =>
    command.mutateAsync({
      method: 'POST',
      path: `/tickets/${of}/${verb}`,
      body: { ticketId },
      touches: ['ticket'],
    })
  const unlink = ({ id, saidById }: TicketLink) =>
    void send(saidById, 'unlink', saidById === row.id ? id : row.id).catch((refusal: unknown) =>
      failed('They stay linked', refusal),
    )
  const { links = [] } = row
  return (
    <>
      <Panel
        title="Linked tickets"
        aside={
          !row.absorbedById && (
            <Button.Group>
              <WriteButton
                size="compact-xs"
                variant="default"
                permission="ticket.link"
                onClick={() => ask('link')}
              >
                Link
              </WriteButton>
              <WriteButton
                size="compact-xs"
                variant="default"
                permission="ticket.merge"
                onClick={() => ask('merge')}
              >
                Merge
              </WriteButton>
            </Button.Group>
          )
        }
      >
        {links.length === 0 ? (
          <Quiet>No other ticket has to do with this one.</Quiet>
        ) : (
          <Table label="Linked tickets" head={['Ticket', 'How', '']}>
            {links.map((link) => (
              <tr key={`${link.is} ${link.id}`}>
                <td>
                  <Reference model="ticket" id={link.id} name={`${link.number} ${link.subject}`} />
                </td>
                <td>{words[link.is]}</td>
                <td>
                  {link.is === 'related' && (
                    <WriteButton
                      size="compact-xs"
                      variant="subtle"
                      permission="ticket.unlink"
                      aria-label={`Unlink ${link.number}`}
                      onClick={() => unlink(link)}
                    >
                      Unlink
                    </WriteButton>
                  )}
                </td>
              </tr>
            ))}
          </Table>
        )}
      </Panel>
      <Merged kind="ticket" id={row.id} />
      {asked && (
        <AskDialog
          title={asked === 'link' ? 'Link to another ticket' : 'Merge with another ticket'}
          fields={[other]}
          submit={asked === 'link' ? 'Link' : 'Compare'}
          onClose={() => ask(undefined)}
          onSubmit={({ ticketId }) =>
            asked === 'link' ? send(row.id, 'link', ticketId) : Promise.resolve(merge(String(ticketId)))
          }
        />
      )}
      {into && (
        <MergeDialog
          kind="ticket"
          path="tickets"
          one={into}
          other={row.id}
          onClose={() => merge(undefined)}
        />
      )}
    </>
  )
}
