import type { MergedModel } from '../../domain/customers/merging.ts'
import { uuid } from '../../domain/values/uuid.ts'
import type { Title } from '../http/services.ts'

/** In the reply of a record that may be part of another one. */
export const absorbedBy = uuid.nullable().describe('The record that it was merged into.')

/** What is told of records that become one, and two again. */
export function mergingTitles(name: MergedModel): Readonly<Record<string, Title>> {
  return {
    [`${name}.merged`]: () => `Merged into another ${name}`,
    [`${name}.unmerged`]: () => `No part of another ${name} any more`,
    [`${name}.absorbed`]: () => `Another ${name} was merged into this one`,
    [`${name}.released`]: () => `Another ${name} was parted from this one`,
  }
}
