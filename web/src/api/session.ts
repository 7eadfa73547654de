import { queryOptions, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { post, read } from './client.ts'
import { allows } from './covers.ts'
import type { Me } from './models.ts'
import { Problem } from './problem.ts'
import type { SignedIn, SignInStep } from './types.gen.ts'

/** Who is signed in; null: nobody. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async (): Promise<Me | null> => {
    try {
      return await read('/me')
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return null
      throw error
    }
  },
  staleTime: Number.POSITIVE_INFINITY,
})

export const preferencesQuery = queryOptions({
  queryKey: ['preferences'],
  queryFn: ({ signal }) => read('/me/preferences', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
})

export function useMe(): Me {
  const { data } = useSuspenseQuery(meQuery)
  if (!data) throw new Problem({ status: 401, code: 'signed-out', title: 'You are signed out' })
  return data
}

/** Whether the signed-in person holds a permission: a command's type or `<model>.read`. Only to spare them a refusal: the server decides. */
export function useMay(): (permission: string) => boolean {
  const { may } = useMe()
  return (permission) => allows(may, permission)
}

/** Whether the signed-in person may go to a place, and the module it is a part of is used here. */
export function useOpens(): (place: { needs: string; module?: string | undefined }) => boolean {
  const { may, modulesOff } = useMe()
  return ({ needs, module }) => allows(may, needs) && !modulesOff.some((off) => off === module)
}

/** Whether the signed-in person sees every record of a model, so that none for them is none at all. */
export function useSeesAll(): (model: string) => boolean {
  const { seesAll } = useMe()
  return (model) => seesAll.includes('*') || seesAll.includes(model)
}

/** With a challenge, good for the next step only, nobody is signed in yet. The session comes as a cookie. */
export const signIn = {
  withPassword: (email: string, password: string): Promise<SignInStep> =>
    post('/sign-in', { email, password }),
  withCode: (body: { challenge: string; code: string; factorId?: string }): Promise<SignInStep> =>
    post('/sign-in/second-factor', body),
  choosePassword: (challenge: string, password: string): Promise<SignedIn> =>
    post('/sign-in/new-password', { challenge, password }),
}

/** To the door by a full load, so that nothing of the last person stays in memory or on screen; then here again. */
export function leave(): void {
  const { pathname, search } = window.location
  window.location.assign(`/sign-in?next=${encodeURIComponent(pathname + search)}`)
}

/** A session that was renewed goes on, although its live connection was closed. */
export async function leaveIfSignedOut(): Promise<void> {
  try {
    await read('/me')
  } catch (error) {
    if (error instanceof Problem && error.status === 401) leave()
  }
}

export function useSignOut(): () => Promise<void> {
  const client = useQueryClient()
  return async () => {
    await post('/sign-out', {})
    client.clear()
    // A full load: nothing of the last person stays in memory.
    window.location.assign('/sign-in')
  }
}
