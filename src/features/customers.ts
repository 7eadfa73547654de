import { account } from './customers/account.ts'
import { contact } from './customers/contact.ts'
import type { Feature } from './feature.ts'

export const customers: readonly Feature[] = [account, contact]
