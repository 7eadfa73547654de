/** What a record was made of, by the field of its first event that names it: an order of its quote. */
export const salesOrigins = {
  order: { field: 'quoteId', aggregate: 'quote' },
  quote: { field: 'opportunityId', aggregate: 'opportunity' },
  opportunity: { field: 'leadId', aggregate: 'lead' },
} as const
