import { fieldSetId } from '../commands/settings/referred.ts'
import { customisedKinds } from '../domain/settings/custom-field.ts'
import { fieldSet } from '../domain/settings/field-set.ts'
import type { Principal } from '../platform/people/permissions.ts'
import { derivedId } from '../platform/process/ids.ts'
import type { Writing } from './hindsight.ts'

/** Opens each kind of record that can have fields of the organisation's own, once. */
export async function furnishFieldSets(
  { execute }: Pick<Writing, 'execute'>,
  principal: Principal,
): Promise<void> {
  for (const kind of customisedKinds) {
    const id = fieldSetId(kind)
    if (await execute.load(fieldSet, id)) continue
    const commandId = derivedId('furnish', id)
    await execute({ command: 'fieldSet.create', id, commandId, body: { kind }, principal })
  }
}
