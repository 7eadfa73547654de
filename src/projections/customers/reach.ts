import type { CustomerAddress, OtherEmail, OtherPhone, SocialHandle } from '../../domain/customers/reach.ts'
import { json, nullable, text, texts } from '../projection.ts'

/** Columns of how a customer is reached. Those of the first address, and all telephones and e-mail addresses, are there to be asked for. */
export const reachColumns = {
  email: nullable(text),
  phone: nullable(text),
  otherEmails: json<OtherEmail[]>(),
  otherPhones: json<OtherPhone[]>(),
  allEmails: texts,
  allPhones: texts,
  addresses: json<CustomerAddress[]>(),
  city: nullable(text),
  postalCode: nullable(text),
  social: json<SocialHandle[]>(),
}

/** Who may not see one of these sees none of the others that say the same. */
export const reachFields = [
  ['email', 'otherEmails', 'allEmails'],
  ['phone', 'otherPhones', 'allPhones'],
  ['addresses', 'city', 'postalCode'],
] as const

interface Reach {
  email: string | null
  phone: string | null
  otherEmails: readonly OtherEmail[]
  otherPhones: readonly OtherPhone[]
  addresses: readonly CustomerAddress[]
}

/** What follows from the others. */
export function reachOf({ email, phone, otherEmails, otherPhones, addresses }: Reach) {
  const [first] = addresses
  return {
    allEmails: [...(email ? [email] : []), ...otherEmails.map((one) => one.email)],
    allPhones: [...(phone ? [phone] : []), ...otherPhones.map((one) => one.phone)],
    city: first?.city ?? null,
    postalCode: first?.postalCode ?? null,
  }
}
