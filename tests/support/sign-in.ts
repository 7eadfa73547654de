import { TOTP } from 'otpauth'
import { setPassword } from '../../src/commands/identity/password.ts'
import { systemPrincipal } from '../../src/platform/people/permissions.ts'
import { type Client, client, type Person, type TestApp } from './app.ts'

export interface NewUser {
  id: string
  email: string
  password: string
}

/** A password that lasts, as if its user had chosen it. */
export function givePassword(t: TestApp, id: string, password: string) {
  return setPassword(t, id, password, { principal: systemPrincipal('test', { kind: 'cli' }) })
}

/** A user of their own, made by the admin, with a password. */
export async function newUser(t: TestApp, name: string, role = 'rep'): Promise<NewUser> {
  const email = `${name}@hindsight.example`
  const password = `${name} keeps a secret`
  const made = await t.as('admin').post('/api/users', { name, email, role })
  const { id } = made.json<{ id: string }>()
  await givePassword(t, id, password)
  return { id, email, password }
}

let addresses = 0
/** An address nobody has come from, so that tests do not slow each other down. */
export const newAddress = () => `10.0.${(++addresses >> 8) & 255}.${addresses & 255}`

export function signIn(
  t: TestApp,
  { email, password }: Pick<NewUser, 'email' | 'password'>,
  headers: Record<string, string> = {},
) {
  return t.app.inject({
    method: 'POST',
    url: '/api/sign-in?token=true',
    payload: { email, password },
    headers: { 'user-agent': 'vitest', ...headers },
    remoteAddress: newAddress(),
  })
}

export async function tokenOf(t: TestApp, user: Pick<NewUser, 'email' | 'password'>): Promise<string> {
  return (await signIn(t, user)).json<{ token: string }>().token
}

/** What an authenticator app with this secret shows at an instant, in ms. */
export function codeAt(secret: string, timestamp: number): string {
  return new TOTP({ secret }).generate({ timestamp })
}

/** Signed in anew: by the clock of the test, the session that somebody had is over. */
export async function signedInAgain(t: TestApp, person: Person): Promise<Client> {
  const reply = await t.app.inject({
    method: 'POST',
    url: '/api/sign-in?token=true',
    payload: { email: `${person}@hindsight.example`, password: t.password },
    remoteAddress: newAddress(),
  })
  return client(t.app, reply.json<{ token: string }>().token)
}
