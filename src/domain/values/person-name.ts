import { z } from 'zod'
import { personal } from '../personal.ts'
import { line } from './text.ts'
import { vocabulary } from './vocabulary.ts'

/** A person's name. Some people have one name only: it is the last. */
export const personName = z
  .object({
    first: personal(line(80)).nullable().default(null),
    last: personal(line(80)),
  })
  .register(vocabulary, { id: 'PersonName' })

export type PersonName = z.output<typeof personName>

/** `Ada Lovelace` */
export function fullName({ first, last }: PersonName): string {
  return first ? `${first} ${last}` : last
}
