import { z } from 'zod'
import { address } from '../values/address.ts'
import { email } from '../values/email.ts'
import { phone } from '../values/phone.ts'
import { line } from '../values/text.ts'
import { vocabulary } from '../values/vocabulary.ts'

/** An address of a customer, and what it is for. The first of several is the one that lists show. */
export const customerAddress = address
  .extend({
    kind: z.enum(['billing', 'delivery', 'visiting', 'private']).register(vocabulary, { id: 'AddressKind' }),
    /** A state, province or prefecture. */
    state: line(100).nullable().default(null),
  })
  .register(vocabulary, { id: 'CustomerAddress' })
export type CustomerAddress = z.output<typeof customerAddress>

export const otherEmail = z
  .object({
    kind: z.enum(['work', 'private', 'billing', 'other']).register(vocabulary, { id: 'EmailKind' }),
    email,
  })
  .register(vocabulary, { id: 'OtherEmail' })
export type OtherEmail = z.output<typeof otherEmail>

export const otherPhone = z
  .object({
    kind: z.enum(['work', 'mobile', 'private', 'fax', 'other']).register(vocabulary, { id: 'PhoneKind' }),
    phone,
  })
  .register(vocabulary, { id: 'OtherPhone' })
export type OtherPhone = z.output<typeof otherPhone>

export const socialHandle = z
  .object({
    network: z
      .enum([
        'linkedin',
        'xing',
        'x',
        'mastodon',
        'bluesky',
        'facebook',
        'instagram',
        'youtube',
        'tiktok',
        'whatsapp',
        'telegram',
        'signal',
        'wechat',
        'line',
        'other',
      ])
      .register(vocabulary, { id: 'SocialNetwork' }),
    /** The name there, or the address of the profile. */
    handle: line(200),
  })
  .register(vocabulary, { id: 'SocialHandle' })
export type SocialHandle = z.output<typeof socialHandle>

const most = 20

/** Under what else than its `email` and `phone` somebody is reached, and where. */
export const reach = {
  addresses: z.array(customerAddress).max(most),
  otherEmails: z.array(otherEmail).max(most),
  otherPhones: z.array(otherPhone).max(most),
  social: z.array(socialHandle).max(most),
}

export const noReach = { addresses: [], otherEmails: [], otherPhones: [], social: [] }
