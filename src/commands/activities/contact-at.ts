import { contact } from '../../domain/customers/contact.ts'
import { privacyOf } from '../../domain/subject.ts'
import { asE164, countryOfNumber } from '../../domain/values/e164.ts'
import { derivedId } from '../../platform/process/ids.ts'
import type { Asking } from '../command.ts'

/** The one contact who is reached at a number (E.164); undefined: nobody is, or several are, and nobody can tell who wrote. */
export async function contactAt(
  number: string,
  { alike, load }: Pick<Asking, 'alike' | 'load'>,
): Promise<string | undefined> {
  const like = await alike(['contact'], {
    id: derivedId('number', number),
    name: [],
    emails: [],
    phones: [number],
    domains: [],
  })
  const known = (like ?? []).filter(({ reasons, archived }) => reasons.includes('phone') && !archived)
  const country = countryOfNumber(number)
  const theirs = await Promise.all(
    known.map(async ({ id }) => ((await numbersOf(id, country, { load })).includes(number) ? [id] : [])),
  )
  const [one, ...others] = theirs.flat()
  return others.length === 0 ? one : undefined
}

/** The numbers of a contact in E.164; what says no country is of the one that they live in, or else of this. */
async function numbersOf(
  id: string,
  elsewhere: string | null,
  { load }: Pick<Asking, 'load'>,
): Promise<string[]> {
  const found = await load(contact, id)
  if (!found || privacyOf(found).erased) return []
  const country = found.addresses[0]?.country ?? elsewhere
  return [found.phone, ...found.otherPhones.map((one) => one.phone)].flatMap((written) => {
    const number = written === null ? undefined : asE164(written, country)
    return number === undefined ? [] : [number]
  })
}
