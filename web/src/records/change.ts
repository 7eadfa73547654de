import { useCommand } from '../api/commands.ts'
import type { Row } from '../api/shapes.ts'
import { asSent } from './custom-fields.ts'
import type { Field } from './field.ts'
import { type Resource, valueIn } from './resource.ts'

/** What people enter, by the keys of the fields. */
export type Values = Readonly<Record<string, unknown>>

/** Whether people change this one where it stands: not what is derived, or said once, or has a screen of its own. */
export const isEntered = ({ fixed, once, kind }: Field): boolean =>
  !fixed && !once && kind !== 'shown' && kind !== 'tags' && kind !== 'password'

/**
 * Changes a record. Some fields have a command of their own; each goes on from the revision that the one before led to.
 * `change` returns the record with what was taken. @throws Problem
 */
export function useChange(resource: Resource) {
  const command = useCommand()
  const change = async (
    base: Row,
    values: Values,
    { reason, onPart }: { reason?: string | undefined; onPart?: (row: Row) => void } = {},
  ): Promise<Row> => {
    let row = base
    for (const part of partsOf(resource.fields, values)) {
      const accepted = await command.mutateAsync({
        method: part.verb ? 'POST' : 'PATCH',
        path: resource.at ?? `/${resource.path}/${row.id}${part.verb ? `/${part.verb}` : ''}`,
        body: asSent(part.body),
        // Before the first decision there is nothing that could have changed meanwhile.
        ifMatch: row.revision < 0 ? undefined : row.revision,
        reason,
        touches: [resource.model],
      })
      row = withValues(row, part.body, accepted.revision)
      onPart?.(row)
    }
    return row
  }
  return { change, isPending: command.isPending }
}

/** The record as it is once these values were taken. */
function withValues(row: Row, body: Values, revision: number): Row {
  const sent = asSent(body)
  if (!('custom' in sent)) return { ...row, ...sent, revision }
  const custom = { ...(valueIn(row, 'custom') as Values), ...(sent.custom as Values) }
  return Object.assign({ ...row, revision }, sent, { custom })
}

interface Part {
  verb: string | undefined
  body: Values
}

function partsOf(fields: readonly Field[], body: Values): Part[] {
  const verbs = new Map(fields.map(({ key, by }) => [key, by]))
  const plain = Object.fromEntries(Object.entries(body).filter(([key]) => !verbs.get(key)))
  const own = Object.entries(body).flatMap(([key, value]) => {
    const verb = verbs.get(key)
    return verb ? [{ verb, body: { [key]: value } }] : []
  })
  return Object.keys(plain).length > 0 ? [{ verb: undefined, body: plain }, ...own] : own
}
