import { z } from 'zod'
import type { Execute } from '../../commands/execute.ts'
import { user } from '../../domain/identity/user.ts'
import { email } from '../../domain/values/email.ts'
import { language } from '../../domain/values/language.ts'
import { phone } from '../../domain/values/phone.ts'
import { picture } from '../../domain/values/picture.ts'
import { timeZone } from '../../domain/values/time-zone.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { Unauthorized } from '../http/problem.ts'

/** A signed-in user as they see themselves. */
export const person = z
  .object({
    id: uuid,
    name: z.string(),
    email,
    role: z.string(),
    teamId: uuid.nullable(),
    phone: phone.nullable(),
    /** As a data URL. */
    photo: picture.nullable(),
    language,
    timeZone,
    secondFactor: z.boolean(),
  })
  .register(vocabulary, { id: 'Person' })

export async function personOf(id: string, { load }: Pick<Execute, 'load'>): Promise<z.input<typeof person>> {
  const state = await load(user, id)
  if (!state) throw new Unauthorized()
  const { name, email, role, teamId, phone, photo, language, timeZone, factorId } = state
  const secondFactor = factorId !== undefined
  return { id, name, email, role, teamId, phone, photo, language, timeZone, secondFactor }
}
