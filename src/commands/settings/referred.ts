import { account } from '../../domain/customers/account.ts'
import { contact } from '../../domain/customers/contact.ts'
import type { AnyDecider } from '../../domain/decider.ts'
import { team } from '../../domain/identity/team.ts'
import { user } from '../../domain/identity/user.ts'
import { lead } from '../../domain/sales/lead.ts'
import { opportunity } from '../../domain/sales/opportunity.ts'
import { product } from '../../domain/sales/product.ts'
import { ticket } from '../../domain/service/ticket.ts'
import type { ReferredKind } from '../../domain/settings/custom-field.ts'
import { derivedId } from '../../platform/process/ids.ts'

/** Of each kind of record there is one record of its fields. */
export const fieldSetId = (kind: string): string => derivedId('fieldSet', kind)

/** What a value can refer to. */
export const referred: Readonly<Record<ReferredKind, AnyDecider>> = {
  account,
  contact,
  lead,
  opportunity,
  ticket,
  product,
  user,
  team,
}
