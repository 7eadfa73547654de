import { z } from 'zod'
import type { Execute } from '../../commands/execute.ts'
import { user } from '../../domain/identity/user.ts'
import { Unauthorized } from '../http/problem.ts'

/** A signed-in user as they see themselves. */
export const person = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  role: z.string(),
  teamId: z.uuid().nullable(),
  phone: z.string().nullable(),
  /** As a data URL. */
  photo: z.string().nullable(),
  language: z.string(),
  timeZone: z.string(),
  secondFactor: z.boolean(),
})

export async function personOf(id: string, { load }: Pick<Execute, 'load'>): Promise<z.input<typeof person>> {
  const state = await load(user, id)
  if (!state) throw new Unauthorized()
  const { name, email, role, teamId, phone, photo, language, timeZone, factorId } = state
  const secondFactor = factorId !== undefined
  return { id, name, email, role, teamId, phone, photo, language, timeZone, secondFactor }
}
