import type { Entry } from '../records/entry.ts'
import { account } from './customers/account.entry.ts'
import { contact } from './customers/contact.entry.ts'

export const customers: readonly Entry[] = [account, contact]
