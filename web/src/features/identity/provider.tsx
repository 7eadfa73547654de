import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { read } from '../../api/client.ts'
import type { SignInStep } from '../../api/types.gen.ts'

interface Ways {
  oidc: { name: string; url: string } | null
}

/** The way in by the organisation's own provider, where there is one. */
export function ProviderButton() {
  const { data } = useQuery({
    queryKey: ['sign-in', 'ways'] as const,
    queryFn: ({ signal }) => read<Ways>('/sign-in/ways', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (!data?.oidc) return null
  return (
    <Button component="a" variant="default" size="sm" href={data.oidc.url}>
      Sign in with {data.oidc.name}
    </Button>
  )
}

const problems: Readonly<Record<string, string>> = {
  'oidc-failed': 'Your provider did not confirm who you are. Try again.',
  'oidc-unknown-user':
    'Nobody works here under the address your provider gave. Ask an administrator for an account.',
  'oidc-other-user': 'Your account is linked to somebody else at your provider. Ask an administrator.',
}

/** Why somebody who comes back from the provider is not let in. */
export function refusalOf(problem: string | undefined): Error | undefined {
  return problem === undefined ? undefined : new Error(problems[problem] ?? problems['oidc-failed'])
}

/** What is still to be shown after the provider. It stands after the #, which no server ever sees. */
export function halfWayOf(hash: string): SignInStep | undefined {
  const rest = new URLSearchParams(hash.slice(1))
  const challenge = rest.get('challenge')
  const next = rest.get('next')
  return challenge && (next === 'code' || next === 'enrol') ? { challenge, next } : undefined
}
