/** What a record was made of, by the field of its first event that names it. */
export const customerOrigins = {
  account: { field: 'leadId', aggregate: 'lead' },
  contact: { field: 'leadId', aggregate: 'lead' },
} as const
