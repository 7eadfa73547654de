import type { ReferredKind } from '../../domain/settings/custom-field.ts'
import { accountTable } from '../../projections/customers/account.ts'
import { contactTable } from '../../projections/customers/contact.ts'
import { teamTable } from '../../projections/identity/team.ts'
import { userTable } from '../../projections/identity/user.ts'
import { leadTable } from '../../projections/sales/lead.ts'
import { opportunityTable } from '../../projections/sales/opportunity.ts'
import { productTable } from '../../projections/sales/product.ts'
import { ticketTable } from '../../projections/service/ticket.ts'
import type { Named } from '../lists/names.ts'

/** How what a value refers to is called. */
export const referredTables: Readonly<Record<ReferredKind, Named>> = {
  account: accountTable,
  contact: contactTable,
  lead: leadTable,
  opportunity: opportunityTable,
  ticket: ticketTable,
  product: productTable,
  user: userTable,
  team: teamTable,
}
