import type { Kysely } from 'kysely'
import { choiceListId } from '../commands/settings/choice-list.ts'
import { choice, type ListKey, listKeys } from '../domain/settings/choice.ts'
import { choiceList } from '../domain/settings/choice-list.ts'
import { sameName } from '../domain/values/text.ts'
import type { Principal } from '../platform/people/permissions.ts'
import { derivedId } from '../platform/process/ids.ts'
import { faces } from '../registry.ts'
import type { Writing } from './hindsight.ts'

const first: Record<ListKey, { name: string; choices: readonly string[] }> = {
  'lead-source': {
    name: 'Sources of leads',
    choices: [
      'Manual',
      'Web',
      'Phone',
      'Demo request',
      'Referral',
      'Partner',
      'Event',
      'Trade show',
      'E-mail campaign',
      'Social media',
    ],
  },
  campaign: { name: 'Campaigns and events', choices: [] },
  'lead-disqualification': {
    name: 'Why leads are disqualified',
    choices: ['No need', 'No budget', 'Not reachable', 'Wrong person', 'Chose a competitor', 'Not genuine'],
  },
  'lead-recycling': {
    name: 'Why leads are put off',
    choices: ['Not ready yet', 'No budget this year', 'Bound by a contract', 'Decision put off', 'No answer'],
  },
  'deal-loss': {
    name: 'Why deals are lost',
    choices: ['Price', 'Chose a competitor', 'No budget', 'Missing feature', 'Project stopped', 'No answer'],
  },
  'deal-win': {
    name: 'Why deals are won',
    choices: ['Price', 'Best fit', 'Relationship', 'Service', 'Reputation', 'Delivery time'],
  },
  'contact-role': {
    name: 'Parts people play in deals',
    choices: ['Decision-maker', 'Influencer', 'Stakeholder', 'Champion', 'Buyer', 'User'],
  },
  'sales-channel': {
    name: 'Sales channels',
    choices: ['Direct', 'Partner', 'Web', 'Telephone', 'Trade show'],
  },
  'ticket-category': {
    name: 'Categories of tickets',
    choices: ['Question', 'Problem', 'Request', 'Complaint', 'Billing', 'Hardware', 'Software'],
  },
  'ticket-severity': {
    name: 'Severity of tickets',
    choices: ['Critical', 'Major', 'Minor', 'Cosmetic'],
  },
  'root-cause': {
    name: 'Root causes of complaints',
    choices: ['Product defect', 'Wrong delivery', 'Late delivery', 'Documentation', 'Billing', 'Handling'],
  },
  classification: { name: 'Classes of accounts and contacts', choices: ['A', 'B', 'C'] },
}

/** Of texts in use, what only one record has is its own story rather than a choice, and what many have comes first. */
const shared = 2
const mostTaken = 100

/**
 * Makes each list of choices that there is none of, once. Where records hold texts already, those that several share are
 * choices of it, and other texts are taken as before until somebody closes the list: whatever was written yesterday
 * can be written today.
 */
export async function furnishChoices({ execute, readModels }: Writing, principal: Principal): Promise<void> {
  for (const key of listKeys) {
    const id = choiceListId(key)
    if (await execute.load(choiceList, id)) continue
    const used = await readModels.read(principal, {}, (db) => inUse(db as never, key))
    const taken = used
      .filter(({ count, text }) => count >= shared && choice.shape.name.safeParse(text).success)
      .slice(0, mostTaken)
    const known = new Set(first[key].choices.map(sameName))
    const names = [
      ...first[key].choices,
      ...taken.flatMap(({ text }) => (known.has(sameName(text)) ? [] : [text])),
    ]
    const body = {
      key,
      name: first[key].name,
      others: used.length > 0 || first[key].choices.length === 0,
      choices: names.map((name) => ({ id: derivedId(id, sameName(name)), name, from: null, until: null })),
    }
    await execute({ command: 'choiceList.create', id, commandId: derivedId('furnish', id), body, principal })
  }
}

/** The texts in the columns that are chosen from a list, the most frequent first; those that count as one are one. */
async function inUse(
  db: Kysely<Record<string, Record<string, string | null>>>,
  key: ListKey,
): Promise<{ text: string; count: number }[]> {
  const found = new Map<string, { text: string; count: number }>()
  for (const [model, { fields }] of faces.criteria.vocabularies)
    for (const [column, { list }] of fields) {
      if (list !== key) continue
      const rows = await db
        .selectFrom(model)
        .select([`${column} as text`, ({ fn }) => fn.countAll<string>().as('count')])
        .where(column, 'is not', null)
        .groupBy(column)
        .orderBy('count', 'desc')
        .limit(10 * mostTaken)
        .execute()
      for (const { text, count } of rows as unknown as { text: string; count: string | number }[]) {
        const before = found.get(sameName(text))
        const sum = (before?.count ?? 0) + Number(count)
        found.set(sameName(text), { text: before?.text ?? text, count: sum })
      }
    }
  return [...found.values()].toSorted((a, b) => b.count - a.count)
}
