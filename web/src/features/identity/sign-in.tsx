import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { meQuery, signIn } from '../../api/session.ts'
import { reasonOf } from '../../ui/notices.ts'
import classes from './sign-in.module.css'

export function SignIn() {
  const next = useSearch({ strict: false, select: (search) => search.next })
  const router = useRouter()
  const client = useQueryClient()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)

  const submit = async () => {
    setBusy(true)
    setError(undefined)
    try {
      await signIn(email, password)
      await client.fetchQuery({ ...meQuery, staleTime: 0 })
      router.history.push(inside(next))
    } catch (refusal) {
      setError(refusal)
    } finally {
      setBusy(false)
    }
  }
  return (
    <main className={classes.screen}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <img src="/icon.svg" alt="" width={40} height={40} />
        <h1 className={classes.title}>Sign in to Hindsight</h1>
        <p className={classes.text}>
          Every change is kept, with who made it and why. So you can always look back.
        </p>
        <Stack gap={12}>
          {error !== undefined && (
            <Alert color="red" role="alert" title="You are not signed in">
              {reasonOf(error)}
            </Alert>
          )}
          <TextInput
            label="E-mail"
            type="email"
            autoComplete="username"
            autoFocus
            required
            withAsterisk={false}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" size="sm" loading={busy}>
            Sign in
          </Button>
        </Stack>
      </form>
    </main>
  )
}

/** Only an address of this app: a link from elsewhere must not lead a fresh session away. */
function inside(next: string | undefined): string {
  return next?.startsWith('/') && !next.startsWith('//') ? next : '/'
}
