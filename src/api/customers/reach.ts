import { z } from 'zod'
import { customerAddress, otherEmail, otherPhone, socialHandle } from '../../domain/customers/reach.ts'
import { email } from '../../domain/values/email.ts'
import { phone } from '../../domain/values/phone.ts'

/** How a customer is reached, as replies have it. `city` and `postalCode` are those of the first address. */
export const reachReply = {
  email: email.nullable(),
  phone: phone.nullable(),
  otherEmails: z.array(otherEmail),
  otherPhones: z.array(otherPhone),
  addresses: z.array(customerAddress),
  city: z.string().nullable(),
  postalCode: z.string().nullable(),
  social: z.array(socialHandle),
}

/** What a list of customers can be narrowed to. */
export const reachFilters = { city: z.string().min(1), postalCode: z.string().min(1) }

export const reachSearch = ['allEmails', 'allPhones', 'city', 'postalCode'] as const
