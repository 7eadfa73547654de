import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { mergedModels } from '../../src/domain/customers/merging.ts'
import { specOf } from '../../src/domain/event.ts'
import { catalogue, deciders } from '../../src/registry.ts'

/** What an id names by the name of its field, where that is not the kind itself: `accountId`. */
const kinds: Readonly<Record<string, string>> = {
  parentId: 'own',
  referrerId: 'contact',
  splitFromId: 'ticket',
}

/** Events that name a contact, an account or a ticket, and why they are not told when that becomes another one. */
const staying: Readonly<Record<string, string>> = {
  'lead.conversion-requested': 'a conversion that is under way looks anew for what is archived meanwhile',
  'lead.conversion-failed': 'the next attempt looks anew',
  'lead.checked': 'it is what was found then; checked again, it is found anew',
  'lead.conversion-reverted':
    'what was withdrawn is there no more, and what was left has nothing to do with the lead',
  'article.created': 'whose solution it was stays so; the ticket tells which one it is part of',
  'article.used': 'it stands in a reply of that ticket, wherever that is read',
  'conversation.opted-out':
    'it is what STOP took from whom; of who was merged meanwhile START gives nothing back, and they are asked anew',
  'followUp.set-aside':
    'what is suggested of that account ends with it; of the survivor it is suggested anew',
  'ticket.message-given': 'what is said in a ticket that was merged is read in the survivor',
}

interface Place {
  /** The field of the event, or of its changes, that it stands in. */
  field: string
  kind: string
}

/** Where a schema has ids of records of merged kinds: by their fields, or as a kind with an id. */
function placesIn(schema: z.ZodType, own: string, field: string, name = field): Place[] {
  const def = schema.def as {
    innerType?: z.ZodType
    element?: z.ZodType
    shape?: Record<string, z.ZodType>
    valueType?: z.ZodType
    options?: z.ZodType[]
  }
  const named = kinds[name] === 'own' ? own : (kinds[name] ?? name.replace(/Ids?$/, ''))
  const isId = schema instanceof z.ZodUUID || (schema as { format?: string }).format === 'uuid'
  if (isId) return mergedModels.some((kind) => kind === named) ? [{ field, kind: named }] : []
  const { model } = def.shape ?? {}
  const models = model && options(model)
  const isPair = models && ['id', 'recordId'].some((key) => key in (def.shape ?? {}))
  const pair = isPair ? mergedModels.filter((kind) => models.includes(kind)) : []
  return [
    ...pair.map((kind) => ({ field, kind })),
    ...[def.innerType, def.element, def.valueType, ...(def.options ?? [])].flatMap((inner) =>
      inner ? placesIn(inner, own, field, name) : [],
    ),
    ...Object.entries(def.shape ?? {}).flatMap(([key, inner]) =>
      placesIn(inner, own, field === '' || field === 'changes' || field === 'links' ? key : field, key),
    ),
  ]
}

function options(schema: z.ZodType): string[] {
  if (schema instanceof z.ZodEnum) return schema.options.map(String)
  const { innerType } = schema.def as { innerType?: z.ZodType }
  return innerType ? options(innerType) : []
}

/** The field of the state that an event is about, where it is called otherwise there. */
const inState: Readonly<Record<string, string>> = {
  'activity.linked': 'regarding',
  'activity.unlinked': 'regarding',
  'activity.responded': 'participants',
  'activity.countered': 'participants',
  'opportunity.player-set': 'players',
  'opportunity.player-removed': 'players',
  'lead.converted': 'converted',
  'ticket.linked': 'relatedIds',
  'ticket.unlinked': 'relatedIds',
}

const named = deciders.flatMap((decider) =>
  Object.entries(decider.events).flatMap(([type, of]) => {
    // By these two records become one; they are of the record itself.
    if (/\.(merged|unmerged|absorbed|released)$/.test(type)) return []
    return placesIn(specOf(of).schema, decider.name, '').map((place) => ({ decider, type, ...place }))
  }),
)

describe('CUS-22, TIC-12 whatever names a contact, an account or a ticket', () => {
  it('is told when that becomes another one, or it is said here why not', () => {
    const forgotten = named.filter(
      ({ decider, type, field }) => !decider.links?.includes(inState[type] ?? field) && !(type in staying),
    )
    expect(forgotten.map(({ type, field }) => `${type} ${field}`)).toEqual([])
  })

  it('is found by it, wherever it says so', () => {
    const kindsWithLinks = deciders.filter(({ links }) => links !== undefined).map(({ name }) => name)
    expect(catalogue.linked.map(({ decider }) => decider.name).sort()).toEqual(kindsWithLinks.sort())
    for (const { decider, table, by, columns } of catalogue.linked) {
      expect([...Object.keys(table.columns), 'id'], decider.name).toContain(by)
      for (const column of columns) expect(Object.keys(table.columns), decider.name).toContain(column)
    }
  })

  it('is looked for where it is', () => {
    expect(new Set(named.map(({ decider }) => decider.name))).toEqual(
      new Set([
        'account',
        'activity',
        'article',
        'asset',
        'contact',
        'contract',
        'conversation',
        'enrolment',
        'file',
        'followUp',
        'invoice',
        'lead',
        'letter',
        'mailingRecipient',
        'maintenancePlan',
        'opportunity',
        'order',
        'outgoingMail',
        'outgoingSms',
        'payment',
        'phoneCall',
        'quote',
        'serviceOrder',
        'ticket',
        'webVisitor',
      ]),
    )
    for (const type of Object.keys({ ...staying, ...inState }))
      expect(named.map((one) => one.type)).toContain(type)
  })
})
