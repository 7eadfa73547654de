import { forecast } from './api/analytics/forecast.ts'
import { pipelineBoard, pipelineSummary } from './api/analytics/pipeline.ts'
import { pipelineDiff } from './api/analytics/pipeline-diff.ts'
import { accountQueries, accountTitles } from './api/customers/account.ts'
import { contactQueries, contactTitles } from './api/customers/contact.ts'
import { customerOrigins } from './api/customers/origins.ts'
import { personRelations } from './api/customers/person.ts'
import type { Title } from './api/http/services.ts'
import { mailTitles } from './api/identity/mail.ts'
import { roleQueries, roleTitles } from './api/identity/role.ts'
import { sessionQueries } from './api/identity/session.ts'
import { shareQueries, shareTitles } from './api/identity/share.ts'
import { teamQueries } from './api/identity/team.ts'
import { identityTitles } from './api/identity/titles.ts'
import { trainingQueries, trainingTitles } from './api/identity/training.ts'
import { userQueries } from './api/identity/user.ts'
import type { QueryDefinition } from './api/lists/query.ts'
import { fieldsByModel } from './api/lists/vocabulary.ts'
import { leadQueries, leadTitles } from './api/sales/lead.ts'
import { opportunityQueries, opportunityTitles } from './api/sales/opportunity.ts'
import { orderQueries, orderTitles } from './api/sales/order.ts'
import { salesOrigins } from './api/sales/origins.ts'
import { pipelineQueries, pipelineTitles } from './api/sales/pipeline.ts'
import { productQueries, productTitles } from './api/sales/product.ts'
import { quoteQueries, quoteTitles } from './api/sales/quote.ts'
import { calendarQueries } from './api/service/calendar.ts'
import { slaPolicyQueries } from './api/service/sla-policy.ts'
import { ticketDetail, ticketList } from './api/service/ticket.ts'
import { ticketSlaExplained } from './api/service/ticket-sla.ts'
import { ticketTitles } from './api/service/titles.ts'
import { alertQueries, alertTitles } from './api/settings/alert.ts'
import { privacyRequestQueries, privacyRequestTitles } from './api/settings/privacy-request.ts'
import { quarantineTitles } from './api/settings/quarantine.ts'
import { retentionRuleQueries } from './api/settings/retention-rule.ts'
import { securityCheckQueries, securityCheckTitles } from './api/settings/security-check.ts'
import { claim } from './commands/claims.ts'
import type { CommandDefinition } from './commands/command.ts'
import { accountCommands } from './commands/customers/account.ts'
import { contactCommands } from './commands/customers/contact.ts'
import { apiKeyCommands } from './commands/identity/api-key.ts'
import { inboxCommands } from './commands/identity/inbox.ts'
import { mailCommands } from './commands/identity/mail.ts'
import { preferencesCommands } from './commands/identity/preferences.ts'
import { roleCommands } from './commands/identity/role.ts'
import { sessionCommands } from './commands/identity/session.ts'
import { shareCommands } from './commands/identity/share.ts'
import { signInPolicyCommands } from './commands/identity/sign-in-policy.ts'
import { teamCommands } from './commands/identity/team.ts'
import { trainingCommands } from './commands/identity/training.ts'
import { userCommands } from './commands/identity/user.ts'
import { leadCommands } from './commands/sales/lead.ts'
import { opportunityCommands } from './commands/sales/opportunity.ts'
import { orderCommands } from './commands/sales/order.ts'
import { pipelineCommands } from './commands/sales/pipeline.ts'
import { productCommands } from './commands/sales/product.ts'
import { quoteCommands } from './commands/sales/quote.ts'
import { calendarCommands } from './commands/service/calendar.ts'
import { slaPolicyCommands } from './commands/service/sla-policy.ts'
import { ticketCommands } from './commands/service/ticket.ts'
import { accessSealCommands } from './commands/settings/access-seal.ts'
import { alertCommands } from './commands/settings/alert.ts'
import { alertPolicyCommands } from './commands/settings/alert-policy.ts'
import { disclosureCommands } from './commands/settings/disclosure.ts'
import { organisationCommands } from './commands/settings/organisation.ts'
import { privacyRequestCommands } from './commands/settings/privacy-request.ts'
import { quarantineCommands } from './commands/settings/quarantine.ts'
import { retentionRuleCommands } from './commands/settings/retention-rule.ts'
import { securityCheckCommands } from './commands/settings/security-check.ts'
import { account } from './domain/customers/account.ts'
import { contact } from './domain/customers/contact.ts'
import type { AnyDecider } from './domain/decider.ts'
import { apiKey } from './domain/identity/api-key.ts'
import { inbox } from './domain/identity/inbox.ts'
import { mail } from './domain/identity/mail.ts'
import { preferences } from './domain/identity/preferences.ts'
import { role } from './domain/identity/role.ts'
import { session } from './domain/identity/session.ts'
import { share } from './domain/identity/share.ts'
import { signInPolicy } from './domain/identity/sign-in-policy.ts'
import { team } from './domain/identity/team.ts'
import { training } from './domain/identity/training.ts'
import { user } from './domain/identity/user.ts'
import { lead } from './domain/sales/lead.ts'
import { opportunity } from './domain/sales/opportunity.ts'
import { order } from './domain/sales/order.ts'
import { pipeline } from './domain/sales/pipeline.ts'
import { product } from './domain/sales/product.ts'
import { quote } from './domain/sales/quote.ts'
import { calendar } from './domain/service/calendar.ts'
import { slaPolicy } from './domain/service/sla-policy.ts'
import { ticket } from './domain/service/ticket.ts'
import { accessSeal } from './domain/settings/access-seal.ts'
import { alert } from './domain/settings/alert.ts'
import { alertPolicy } from './domain/settings/alert-policy.ts'
import { disclosure } from './domain/settings/disclosure.ts'
import { organisation } from './domain/settings/organisation.ts'
import { privacyRequest } from './domain/settings/privacy-request.ts'
import { quarantine } from './domain/settings/quarantine.ts'
import { retentionRule } from './domain/settings/retention-rule.ts'
import { securityCheck } from './domain/settings/security-check.ts'
import { accountTable } from './projections/customers/account.ts'
import { contactTable } from './projections/customers/contact.ts'
import { apiKeyTable } from './projections/identity/api-key.ts'
import { inboxTable } from './projections/identity/inbox.ts'
import { noticeTable } from './projections/identity/notice.ts'
import { roleTable } from './projections/identity/role.ts'
import { sessionTable } from './projections/identity/session.ts'
import { shareTable } from './projections/identity/share.ts'
import { teamTable } from './projections/identity/team.ts'
import { trainingTable } from './projections/identity/training.ts'
import { userTable } from './projections/identity/user.ts'
import type { AnyProjection } from './projections/projection.ts'
import { leadTable } from './projections/sales/lead.ts'
import { opportunityTable } from './projections/sales/opportunity.ts'
import { orderTable } from './projections/sales/order.ts'
import { pipelineTable } from './projections/sales/pipeline.ts'
import { productTable } from './projections/sales/product.ts'
import { quoteTable } from './projections/sales/quote.ts'
import { calendarTable } from './projections/service/calendar.ts'
import { slaPolicyTable } from './projections/service/sla-policy.ts'
import { ticketTable } from './projections/service/ticket.ts'
import { ticketMessageTable } from './projections/service/ticket-message.ts'
import { ticketSlaTable } from './projections/service/ticket-sla.ts'
import { accessSealTable } from './projections/settings/access-seal.ts'
import { alertTable } from './projections/settings/alert.ts'
import { privacyRequestTable } from './projections/settings/privacy-request.ts'
import { retentionRuleTable } from './projections/settings/retention-rule.ts'
import { securityCheckTable } from './projections/settings/security-check.ts'
import { mailing } from './sagas/identity/mail.ts'
import type { AnyProcessManager } from './sagas/process-manager.ts'
import { dealOwnership } from './sagas/sales/deal-ownership.ts'
import { leadConversion } from './sagas/sales/lead-conversion.ts'
import { quoteExpiry } from './sagas/sales/quote-expiry.ts'
import { quoteToOrder } from './sagas/sales/quote-to-order.ts'
import { ticketSla } from './sagas/service/ticket-sla.ts'

/** The one list of features. What is not named here does not exist. */
export const deciders: readonly AnyDecider[] = [
  claim,
  role,
  session,
  apiKey,
  signInPolicy,
  alertPolicy,
  preferences,
  organisation,
  team,
  user,
  share,
  training,
  inbox,
  mail,
  account,
  contact,
  product,
  pipeline,
  lead,
  opportunity,
  quote,
  order,
  calendar,
  slaPolicy,
  ticket,
  disclosure,
  accessSeal,
  alert,
  privacyRequest,
  retentionRule,
  securityCheck,
  quarantine,
]

export const commands: readonly CommandDefinition[] = [
  ...roleCommands((model) => fields.get(model)),
  ...sessionCommands,
  ...apiKeyCommands,
  ...signInPolicyCommands,
  ...alertPolicyCommands,
  ...preferencesCommands,
  ...organisationCommands,
  ...teamCommands,
  ...userCommands,
  ...shareCommands,
  ...trainingCommands,
  ...inboxCommands,
  ...mailCommands,
  ...accountCommands,
  ...contactCommands,
  ...productCommands,
  ...pipelineCommands,
  ...leadCommands,
  ...opportunityCommands,
  ...quoteCommands,
  ...orderCommands,
  ...calendarCommands,
  ...slaPolicyCommands,
  ...ticketCommands,
  ...disclosureCommands,
  ...accessSealCommands,
  ...alertCommands,
  ...privacyRequestCommands,
  ...retentionRuleCommands,
  ...securityCheckCommands,
  ...quarantineCommands,
]

export const projections: readonly AnyProjection[] = [
  roleTable,
  sessionTable,
  apiKeyTable,
  teamTable,
  userTable,
  shareTable,
  trainingTable,
  noticeTable,
  inboxTable,
  accountTable,
  contactTable,
  productTable,
  pipelineTable,
  leadTable,
  opportunityTable,
  quoteTable,
  orderTable,
  calendarTable,
  slaPolicyTable,
  ticketTable,
  ticketMessageTable,
  ticketSlaTable,
  accessSealTable,
  alertTable,
  privacyRequestTable,
  retentionRuleTable,
  securityCheckTable,
]

/** Names that mean one field, by model. */
export const sameFields = Object.fromEntries(projections.map(({ name, sameField }) => [name, sameField]))

/** The fields of each model, by which the masks of a role are checked. */
export const fields = fieldsByModel({ projections, commands })

export const processManagers: readonly AnyProcessManager[] = [
  leadConversion,
  quoteToOrder,
  quoteExpiry,
  dealOwnership,
  ticketSla,
  mailing,
]

export const queries: readonly QueryDefinition[] = [
  ...roleQueries,
  ...sessionQueries,
  ...teamQueries,
  ...userQueries,
  ...shareQueries,
  ...trainingQueries,
  ...alertQueries,
  ...accountQueries,
  ...contactQueries,
  ...productQueries,
  ...pipelineQueries,
  ...leadQueries,
  ...opportunityQueries,
  ...quoteQueries,
  ...orderQueries,
  ...calendarQueries,
  ...slaPolicyQueries,
  ticketList,
  ticketDetail,
  ticketSlaExplained,
  pipelineBoard,
  pipelineSummary,
  pipelineDiff,
  forecast,
  ...privacyRequestQueries,
  ...retentionRuleQueries,
  ...securityCheckQueries,
]

/** What events are called, for people. */
export const titles: Readonly<Record<string, Title>> = {
  ...identityTitles,
  ...roleTitles,
  ...shareTitles,
  ...trainingTitles,
  ...mailTitles,
  ...alertTitles,
  ...accountTitles,
  ...contactTitles,
  ...productTitles,
  ...pipelineTitles,
  ...leadTitles,
  ...opportunityTitles,
  ...quoteTitles,
  ...orderTitles,
  ...ticketTitles,
  ...privacyRequestTitles,
  ...securityCheckTitles,
  ...quarantineTitles,
}

/** Which records are about one person. */
export const relations = personRelations

/** What records are made of. */
export const origins = { ...salesOrigins, ...customerOrigins }
