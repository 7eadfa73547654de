import { z } from 'zod'
import { record } from '../record.ts'
import { vocabulary } from '../values/vocabulary.ts'

/** The parts that an organisation can do without. Customers, activities, products, orders, invoices and all of set-up are no such part. */
export const modules = [
  'sales',
  'marketing',
  'service',
  'fieldService',
  'communications',
  'analytics',
] as const
export const moduleName = z.enum(modules).register(vocabulary, { id: 'Module' })
export type Module = (typeof modules)[number]

/** What modules are called. */
export const moduleLabels: Readonly<Record<Module, string>> = {
  sales: 'Sales',
  marketing: 'Marketing',
  service: 'Service',
  fieldService: 'Field service',
  communications: 'Communications',
  analytics: 'Analytics',
}

/**
 * How routes begin by which strangers come to a module. Confirming, unsubscribing and answering by a link go on: they were promised.
 * Forms say themselves what they make.
 */
export const publicPaths: readonly (readonly [string, Module])[] = [
  ['/p/', 'marketing'],
  ['/t.js', 'marketing'],
  ['/t/', 'marketing'],
  ['/b/', 'communications'],
  ['/chat/', 'communications'],
  ['/help-centre', 'service'],
  ['/shared-report', 'analytics'],
]

export const moduleFields = z.object({
  /** Those that are switched off. What is in them stays, and is there again once they are on. */
  off: z.array(moduleName).max(modules.length).default([]),
})

/** Which modules this organisation uses; there is one, and every change of it is an event. */
export const moduleSwitch = record('moduleSwitch', moduleFields)
