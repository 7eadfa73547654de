export interface AddressParts {
  street?: string
  postalCode?: string
  city?: string
  state?: string
  country?: string
}

/** Why it is no address that mail would reach; undefined: it is one. */
export function addressIssue({ street, city, country }: AddressParts): string | undefined {
  const missing = [...(street ? [] : ['street']), ...(city ? [] : ['city']), ...(country ? [] : ['country'])]
  return missing.length > 0 ? `The address was left out: it has no ${missing.join(' and no ')}.` : undefined
}
