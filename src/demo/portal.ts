import { portalPolicyId } from '../commands/customers/portal-policy.ts'
import type { Execute } from '../commands/execute.ts'
import { changeSetting } from '../commands/setting.ts'
import { contact } from '../domain/customers/contact.ts'
import type { Passwords } from '../platform/people/passwords.ts'
import { derivedId } from '../platform/process/ids.ts'
import { as, command, demoPassword, made } from './organisation.ts'

const customerId = made('contact', 0)

/** The portal is open, and one customer has been there: whoever tries the demo can come in by that door, too. */
export async function letCustomerIn({
  execute,
  passwords,
}: {
  execute: Execute
  passwords: Passwords
}): Promise<void> {
  await changeSetting(
    execute,
    { name: 'portalPolicy' },
    {
      id: portalPolicyId,
      body: { on: true },
      principal: as('admin'),
    },
  )
  const ask = (name: string, body: object) =>
    execute({
      command: `contact.${name}`,
      id: customerId,
      commandId: command(name, 0),
      body,
      principal: as('admin'),
    })
  await ask('invite-to-portal', {})
  const credentialId = derivedId('credential', 'demo customer')
  await passwords.keep(credentialId, demoPassword)
  await ask('set-portal-password', { credentialId })
}

/** The e-mail of that customer; undefined where the demo has none. */
export async function demoCustomer(execute: Execute): Promise<string | undefined> {
  const state = await execute.load(contact, customerId)
  return state?.portal?.credentialId === undefined ? undefined : (state.email ?? undefined)
}
