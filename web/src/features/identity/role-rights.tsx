import { Text } from '@mantine/core'
import { catalog } from '../../records/entry.ts'
import { Panel } from '../../records/panel.tsx'
import { nounOf } from '../../records/resource.ts'
import { sentence } from '../../ui/format.ts'
import { Table } from '../../ui/screen.tsx'
import { lostBetween, type ModelRights, type Rights, rightsIn } from './rights.ts'

const sees: Readonly<Record<ModelRights['sees'], string>> = { none: '–', own: 'Own', all: 'All' }

/** Kinds of records by what may be done with them, in words. */
export function RightsTable({ role }: { role: Rights }) {
  return (
    <Panel title="What it lets people do">
      <Table
        label="What it lets people do"
        head={['Kind of record', 'Sees', 'Does', 'Not shown', 'Not changed']}
      >
        {catalog().map(({ model, many }) => {
          const rights = rightsIn(role, model)
          return (
            <tr key={model}>
              <th scope="row">{nounOf(many)}</th>
              <td>
                {sees[rights.sees]}
                {rights.sees === 'own' && role.seesMembers && ', those of their teams'}
                {rights.unowned && ', unowned'}
              </td>
              <td>{doneIn(rights)}</td>
              <td>{rights.hidden.map(sentence).join(', ') || '–'}</td>
              <td>{rights.readOnly.map(sentence).join(', ') || '–'}</td>
            </tr>
          )
        })}
      </Table>
    </Panel>
  )
}

function doneIn({ does }: ModelRights): string {
  if (does === 'everything') return 'Everything'
  return does.length > 0 ? sentence(does.join(', ')) : '–'
}

/** What somebody who holds one role and is given another can no longer do, and what they can do then. */
export function RightsChange({ from, to }: { from: Rights; to: Rights }) {
  return (
    <>
      <Changed words="They can no longer" from={from} to={to} none="They lose nothing." />
      <Changed words="From then on they can" from={to} to={from} none="They gain nothing." />
    </>
  )
}

function Changed({ words, from, to, none }: { words: string; from: Rights; to: Rights; none: string }) {
  const lines = catalog().flatMap(({ model, many }) => {
    const lost = lostBetween(rightsIn(from, model), rightsIn(to, model))
    return lost.length > 0 ? [{ many, lost }] : []
  })
  const members = from.seesMembers && !to.seesMembers
  if (lines.length === 0 && !members)
    return (
      <Text size="xs" c="dimmed">
        {none}
      </Text>
    )
  return (
    <section aria-label={words}>
      <Text size="xs" fw={500} mt={4}>
        {words}
      </Text>
      <ul>
        {members && <li>see what members of their teams own</li>}
        {lines.map(({ many, lost }) => (
          <li key={many}>
            {nounOf(many)}: {lost.join('; ')}
          </li>
        ))}
      </ul>
    </section>
  )
}
