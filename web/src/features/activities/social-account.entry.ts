import { AtSign } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type SocialAccount = Replies['/social-accounts/{id}']
export type SocialStanding = Replies['/social-accounts/{id}/standing']

export const socialAccount: RecordEntry = {
  is: 'record',
  model: 'socialAccount',
  path: 'social-accounts',
  one: 'social account',
  many: 'social accounts',
  group: 'Set-up',
  create: 'socialAccount.create',
  configuration: true,
  icon: AtSign,
  load: async () => (await import('./social-account.tsx')).socialAccount,
}
