import { account } from './customers/account.ts'
import { contact } from './customers/contact.ts'
import { keyCustomerPolicy } from './customers/key-customer-policy.ts'
import { merge } from './customers/merge.ts'
import { portal } from './customers/portal.ts'
import type { Feature } from './feature.ts'

export const customers: readonly Feature[] = [account, contact, merge, keyCustomerPolicy, portal]
