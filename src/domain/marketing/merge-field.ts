/** What a message can be filled in with, by the name that stands in its template, and what it is, for people. */
export const mergeFields = {
  'person.firstName': 'First name',
  'person.lastName': 'Last name',
  'person.name': 'Whole name',
  'person.title': 'Job title',
  'person.email': 'E-mail address',
  'person.phone': 'Telephone number',
  'person.language': 'Language, such as de',
  'person.country': 'Country, such as DE',
  'person.city': 'City',
  'person.region': 'Region',
  'company.name': 'Company',
  'ticket.number': 'Number of the ticket',
  'ticket.subject': 'Subject of the ticket',
  'sender.name': 'Who writes',
  'sender.email': 'The address of who writes',
  'organisation.name': 'Our own name',
  'links.unsubscribe': 'Where somebody unsubscribes',
  'links.preferences': 'Where somebody says what they want to get',
} as const satisfies Readonly<Record<string, string>>

export type MergeField = keyof typeof mergeFields

/** What is known of a person, and of what is written to them about; what is not known stands for nothing. */
export type MergeFacts = Partial<Record<MergeField, string | null>>

/** As a template reads them: `{ person: { firstName } }`. */
export function mergeContext(facts: MergeFacts): Record<string, Record<string, string>> {
  const context: Record<string, Record<string, string>> = {}
  for (const name of Object.keys(mergeFields) as MergeField[]) {
    const [group = '', field = ''] = name.split('.')
    context[group] ??= {}
    const value = facts[name]
    // An empty text is nothing to Liquid's `default`, and what is compared with it is no other.
    ;(context[group] as Record<string, string>)[field] = value ?? ''
  }
  return context
}
