import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { post } from '../../api/client.ts'
import { meQuery, signIn } from '../../api/session.ts'
import type { OfferedFactor, SignInStep } from '../../api/types.gen.ts'
import { reasonOf } from '../../ui/notices.ts'
import { usePageTitle } from '../../ui/title.ts'
import { halfWayOf, ProviderButton, refusalOf } from './provider.tsx'
import { CodeInput, FactorPicture, RecoveryCodes } from './second-factor.tsx'
import classes from './sign-in.module.css'

type Step =
  | { at: 'password' }
  | { at: 'code'; challenge: string; factor?: OfferedFactor }
  | { at: 'codes'; codes: readonly string[]; next: SignInStep }
  | { at: 'new-password'; challenge: string }

/**
 * Password, then a code where there is a second factor, which is set up first where the role asks for it; and at last a
 * password of one's own, where the first was given by an administrator.
 */
export function SignIn() {
  const { next, problem } = useSearch({ strict: false })
  const router = useRouter()
  const client = useQueryClient()
  const [step, setStep] = useState<Step>({ at: 'password' })
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [chosen, setChosen] = useState('')
  const [error, setError] = useState<unknown>(() => refusalOf(problem))
  const [busy, setBusy] = useState(false)

  const enter = async () => {
    await client.fetchQuery({ ...meQuery, staleTime: 0 })
    router.history.push(inside(next))
  }
  const goOn = async ({ challenge, next: wanted }: SignInStep) => {
    if (challenge === undefined || wanted === undefined) return enter()
    if (wanted !== 'enrol') return setStep({ at: wanted, challenge })
    const factor = await post<OfferedFactor>('/sign-in/enrol', { challenge })
    return setStep({ at: 'code', challenge, factor })
  }
  // Back from the provider, with a second factor still to be shown.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page is loaded
  useEffect(() => {
    const halfWay = halfWayOf(window.location.hash)
    if (!halfWay) return
    window.history.replaceState(window.history.state, '', window.location.pathname)
    goOn(halfWay).catch(setError)
  }, [])
  const submit = async () => {
    if (step.at === 'password') return goOn(await signIn.withPassword(email, password))
    if (step.at === 'new-password') return goOn(await signIn.choosePassword(step.challenge, chosen))
    if (step.at === 'codes') return goOn(step.next)
    const { challenge, factor } = step
    const body = { challenge, code: code.trim(), ...(factor && { factorId: factor.factorId }) }
    const answer = await signIn.withCode(body)
    const { recoveryCodes } = answer
    return recoveryCodes ? setStep({ at: 'codes', codes: recoveryCodes, next: answer }) : goOn(answer)
  }
  const go = async () => {
    setBusy(true)
    setError(undefined)
    await submit().catch(setError)
    setBusy(false)
  }
  const again = () => {
    setStep({ at: 'password' })
    setPassword('')
    setCode('')
    setChosen('')
    setError(undefined)
  }

  if (step.at === 'codes')
    return (
      <Frame title="Your second factor is set up">
        <RecoveryCodes codes={step.codes} onKept={() => void go()} />
      </Frame>
    )
  return (
    <Frame title={titleOf(step)} onSubmit={() => void go()}>
      {step.at === 'password' && (
        <p className={classes.text}>
          Every change is kept, with who made it and why. So you can always look back.
        </p>
      )}
      <Stack gap={12}>
        {error !== undefined && (
          <Alert color="red" role="alert" title="You are not signed in">
            {reasonOf(error)}
          </Alert>
        )}
        {step.at === 'password' ? (
          <>
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
          </>
        ) : step.at === 'new-password' ? (
          <>
            {/* By which a password manager knows whose password it keeps. */}
            <input type="email" autoComplete="username" value={email} readOnly hidden />
            <PasswordInput
              label="New password"
              description="The one you were given is used up with this. A sentence of a few words is easy to keep and hard to guess."
              autoComplete="new-password"
              autoFocus
              required
              withAsterisk={false}
              value={chosen}
              onChange={(event) => setChosen(event.currentTarget.value)}
            />
          </>
        ) : (
          <>
            {step.factor && <FactorPicture factor={step.factor} />}
            <CodeInput value={code} onChange={setCode} recovery={!step.factor} />
          </>
        )}
        <Button type="submit" size="sm" loading={busy}>
          {step.at === 'new-password' ? 'Set the password and sign in' : 'Sign in'}
        </Button>
        {step.at === 'password' && <ProviderButton />}
        {step.at !== 'password' && (
          <Button variant="subtle" onClick={again}>
            Sign in as somebody else
          </Button>
        )}
      </Stack>
    </Frame>
  )
}

function titleOf(step: Exclude<Step, { at: 'codes' }>): string {
  if (step.at === 'password') return 'Sign in to Hindsight'
  if (step.at === 'new-password') return 'Choose a password of your own'
  return step.factor ? 'Your role needs a second factor' : 'Enter your code'
}

function Frame({ title, onSubmit, children }: { title: string; onSubmit?: () => void; children: ReactNode }) {
  usePageTitle(title)
  return (
    <main className={classes.screen}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          onSubmit?.()
        }}
      >
        <img src="/icon.svg" alt="" width={40} height={40} />
        <h1 className={classes.title}>{title}</h1>
        {children}
      </form>
    </main>
  )
}

/** Only an address of this app: a link from elsewhere must not lead a fresh session away. */
function inside(next: string | undefined): string {
  return next?.startsWith('/') && !next.startsWith('//') ? next : '/'
}
