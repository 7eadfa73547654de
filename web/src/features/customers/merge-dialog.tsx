import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCommand } from '../../api/commands.ts'
import { derivedQuery, detailQuery } from '../../api/queries.ts'
import type { Row } from '../../api/shapes.ts'
import type { MergedModel, Replies } from '../../api/types.gen.ts'
import { entryOf } from '../../records/entry.ts'
import { equal } from '../../records/equal.ts'
import type { Field } from '../../records/field.ts'
import { FieldValue } from '../../records/field-value.tsx'
import { titleOf, valueIn } from '../../records/resource.ts'
import { useShown } from '../../records/shown.ts'
import { done, failed } from '../../ui/notices.ts'
import { Quiet, Table } from '../../ui/screen.tsx'
import { Failure, Waiting } from '../../ui/states.tsx'
import { ticket } from '../service/ticket.tsx'
import { account } from './account.tsx'
import { contact } from './contact.tsx'

export type MergedKind = MergedModel
type Preview = Replies['/merges/preview']

const resources = { contact, account, ticket } as const

interface MergeDialogProps {
  kind: MergedKind
  path: string
  one: string
  other: string
  onClose: () => void
}

/** Two records beside each other: which one stays, whose value of each field it has, and what goes to it. */
export function MergeDialog(props: MergeDialogProps) {
  const { kind, path, one, other, onClose } = props
  const [first, second] = [
    useQuery(detailQuery<Row>(kind, `/${path}`, one, null)),
    useQuery(detailQuery<Row>(kind, `/${path}`, other, null)),
  ]
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={`Merge two ${kind}s`}
      transitionProps={{ duration: 120 }}
    >
      {first.error || second.error ? (
        <Failure error={first.error ?? second.error} />
      ) : first.data && second.data ? (
        <Sides {...props} rows={[first.data, second.data]} />
      ) : (
        <Waiting rows={6} />
      )}
    </Modal>
  )
}

/** Nothing is chosen of these: how somebody is reached, and tags, are kept of both, and where they came from is theirs. */
const kept = ['otherEmails', 'otherPhones', 'addresses', 'social', 'tags', 'parentId', 'archived']

/** What else is kept of both, in words. */
const keptWords: Readonly<Record<MergedKind, string>> = {
  contact: 'E-mail addresses, telephones, addresses and tags of both are kept.',
  account: 'E-mail addresses, telephones, addresses and tags of both are kept.',
  ticket: 'What was said about both is read in the one that stays, and tags of both are kept.',
}

function Sides({ kind, rows, onClose }: MergeDialogProps & { rows: readonly [Row, Row] }) {
  const resource = useShown(resources[kind] as never) as (typeof resources)['contact']
  const [staying, setStaying] = useState<0 | 1>(0)
  const [survivor, absorbed] = staying === 0 ? rows : [rows[1], rows[0]]
  const differing = (resource.fields as readonly Field[]).filter(
    ({ key, kind: how, fixed, by }: Field) =>
      !kept.includes(key) &&
      // What a command of its own says is no matter of choosing.
      (kind !== 'ticket' || (!fixed && !by)) &&
      how !== 'shown' &&
      !equal(valueIn(survivor, key) ?? null, valueIn(absorbed, key) ?? null),
  )
  const [picked, pick] = useState<Readonly<Record<string, string>>>({})
  // Where only one of them says something, that is kept.
  const sideOf = (key: string): string =>
    picked[key] ?? ((valueIn(survivor, key) ?? null) === null ? absorbed.id : survivor.id)
  const fields = differing.map(({ key }) => key).filter((key) => sideOf(key) === absorbed.id)
  const pair = { model: kind, survivorId: survivor.id, absorbedId: absorbed.id }
  const command = useCommand()
  const merge = () =>
    command
      .mutateAsync({ method: 'POST', path: '/merges', body: { ...pair, fields }, touches: [kind, 'merge'] })
      .then(() => {
        done('They are being made one')
        onClose()
      })
      .catch((refusal: unknown) => failed('They stay two', refusal))
  const called = (row: Row) => titleOf(resource as never, row)
  return (
    <Stack gap={12}>
      <Radio.Group
        label="Which one stays"
        description="The other one leads to it from then on."
        value={survivor.id}
        onChange={(id) => setStaying(id === rows[0].id ? 0 : 1)}
      >
        <Group mt={4}>
          {rows.map((row) => (
            <Radio
              key={row.id}
              value={row.id}
              label={called(row)}
              data-autofocus={row === rows[0] || undefined}
            />
          ))}
        </Group>
      </Radio.Group>
      {differing.length === 0 ? (
        <Quiet>They say the same.</Quiet>
      ) : (
        <Table
          label="Whose value is kept"
          head={['Field', ...rows.map((row, n) => `${n + 1}. ${called(row)}`)]}
        >
          {differing.map((field) => (
            <tr key={field.key}>
              <td>{field.label}</td>
              {rows.map((row) => (
                <td key={row.id}>
                  <Radio
                    name={field.key}
                    checked={sideOf(field.key) === row.id}
                    onChange={() => pick({ ...picked, [field.key]: row.id })}
                    aria-label={`${field.label} of ${called(row)}`}
                    label={<FieldValue field={field} value={valueIn(row, field.key)} row={row} />}
                  />
                </td>
              ))}
            </tr>
          ))}
        </Table>
      )}
      <Moved pair={pair} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button onClick={() => void merge()} loading={command.isPending}>
          Merge into {called(survivor)}
        </Button>
      </Group>
    </Stack>
  )
}

/** What names the one and would name the other. */
function Moved({ pair }: { pair: { model: MergedKind; survivorId: string; absorbedId: string } }) {
  const { data, error } = useQuery(derivedQuery<Preview>('merge', '/merges/preview', pair, null))
  if (error) return <Failure error={error} />
  if (!data) return <Waiting rows={1} />
  const words = data.moved.map(
    ({ model, count }) => `${count} ${entryOf(model)?.[count === 1 ? 'one' : 'many'] ?? model}`,
  )
  return (
    <Text size="sm" role="status">
      {words.length === 0 ? 'Nothing that you see names the other one.' : `Goes along: ${words.join(', ')}.`}{' '}
      {keptWords[pair.model]}
    </Text>
  )
}
