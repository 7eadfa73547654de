import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { type Command, send } from './client.ts'
import { isMadeOf } from './kinds.ts'
import { Problem } from './problem.ts'
import type { CommandResult } from './types.gen.ts'

export type Intent = Omit<Command, 'key'> & {
  /** The models whose answers this command may change; the first part of their query keys. */
  touches: readonly string[]
}

/**
 * Sends a command with an idempotency key that belongs to what the person means, not to the request: asking again
 * for the very same thing after a lost answer repeats the key, so that a double click or a bad line changes once.
 */
export function useCommand() {
  const client = useQueryClient()
  const unanswered = useRef<{ intent: string; key: string } | undefined>(undefined)
  return useMutation({
    mutationFn: async (asked: Intent): Promise<CommandResult> => {
      const { touches: _, ...intent } = asked
      const text = JSON.stringify(intent)
      if (unanswered.current?.intent !== text) {
        unanswered.current = { intent: text, key: crypto.randomUUID() }
      }
      try {
        const accepted = await send({ ...intent, key: unanswered.current.key })
        unanswered.current = undefined
        return accepted
      } catch (error) {
        if (answered(error)) unanswered.current = undefined
        throw error
      }
    },
    retry: (count, error) => count < 2 && !answered(error),
    onSuccess: (_, { touches }) => refresh(client, touches),
  })
}

/** Asks again for what is on screen of these models; what is not on screen is asked when it is next shown. */
export async function refresh(client: QueryClient, models: readonly string[]): Promise<void> {
  await client.invalidateQueries({
    predicate: ({ queryKey }) => models.some((model) => isMadeOf(queryKey, model)),
  })
}

/** Whether the server has decided; otherwise the same request may still have been carried out. */
function answered(error: unknown): boolean {
  return error instanceof Problem && error.status >= 400 && error.status < 500
}
