import type { LightMyRequestResponse } from 'fastify'
import { expect } from 'vitest'

/** What a request is answered with that must not be refused. */
export async function answered<T>(asked: Promise<LightMyRequestResponse>): Promise<T> {
  const reply = await asked
  expect(reply.statusCode, reply.body).toBeLessThan(300)
  return reply.json<T>()
}

/** Of a refusal its status, its problem's name, and the fields that are why. */
export async function refusal(asked: Promise<LightMyRequestResponse>): Promise<(number | string)[]> {
  const reply = await asked
  const { type, errors } = reply.json<{ type: string; errors?: { field: string }[] }>()
  return [reply.statusCode, type.replace('/problems/', ''), ...(errors ?? []).map(({ field }) => field)]
}

/** The first two of them. */
export const problem = async (asked: Promise<LightMyRequestResponse>) => (await refusal(asked)).slice(0, 2)
