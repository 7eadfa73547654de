import type { Entry } from '../records/entry.ts'
import { account } from './customers/account.entry.ts'
import { contact } from './customers/contact.entry.ts'
import { contactAnalysis, contactStanding } from './customers/contact-analysis.entry.ts'
import { duplicatePairs, duplicates } from './customers/duplicates.entry.ts'
import { employment } from './customers/employment.entry.ts'
import { keyCustomerSetting, keyCustomers } from './customers/key-customers.entry.ts'
import { overview } from './customers/overview.entry.ts'
import { portalAccess, portalSetting } from './customers/portal.entry.ts'
import { purchases } from './customers/purchases.entry.ts'
import { serviceNotes } from './customers/service-notes.entry.ts'

export const customers: readonly Entry[] = [
  account,
  contact,
  overview,
  purchases,
  serviceNotes,
  employment,
  contactAnalysis,
  contactStanding,
  keyCustomers,
  keyCustomerSetting,
  portalAccess,
  portalSetting,
  duplicates,
  duplicatePairs,
]
