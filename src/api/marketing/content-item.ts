import { sql } from 'kysely'
import { z } from 'zod'
import { mustMay } from '../../commands/errors.ts'
import { personModels } from '../../commands/marketing/reached.ts'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { mailboxTable } from '../../projections/activities/mailbox.ts'
import { contactTable } from '../../projections/customers/contact.ts'
import { contentItemTable } from '../../projections/marketing/content-item.ts'
import { mailingRecipientTable } from '../../projections/marketing/mailing-recipient.ts'
import { messageTemplateTable } from '../../projections/marketing/message-template.ts'
import { leadTable } from '../../projections/sales/lead.ts'
import { tagTable } from '../../projections/settings/tag.ts'
import { flag } from '../lists/page.ts'
import { query } from '../lists/query.ts'
import { recordQueries } from '../lists/record-queries.ts'

export const contentItemQueries = recordQueries(contentItemTable)({
  resource: 'content-items',
  summary: 'The library of what is worth reading, by whom it is for',
  row: z.object({
    name: z.string(),
    about: z.string().nullable(),
    url: z.string(),
    interests: z.array(z.string()),
    templateId: uuid,
    mailboxId: uuid,
    purpose: z.string(),
    archived: z.boolean(),
  }),
  references: { templateId: messageTemplateTable, mailboxId: mailboxTable },
  filters: { archived: flag },
  sorts: ['name', 'createdAt', 'updatedAt'],
  search: ['name', 'about'],
})

const offer = z
  .object({
    contentItemId: uuid,
    name: z.string(),
    url: z.string(),
    about: z.string().nullable(),
    interests: z
      .array(z.string())
      .describe('Those that they share; none: it is offered to nobody in particular.'),
    sentAt: instant.nullable().describe('When it was sent to them last.'),
    openedAt: instant.nullable().describe('When they followed its link, or opened its mail.'),
  })
  .register(vocabulary, { id: 'ContentOffer' })

/** What of the library is for somebody: what they share an interest with first, and whether they got and opened it (LEAD-21). */
export const contentOffers = query(
  contentItemTable,
  leadTable,
  contactTable,
  tagTable,
  mailingRecipientTable,
)({
  name: 'contentOffers',
  path: '/content-offers/:model/:id',
  summary:
    'What of the library is for a lead or a contact, by their interests, and whether they got and opened it',
  permission: 'contentItem.read',
  parameters: z.object({ model: z.enum(personModels), id: uuid }),
  reply: z.object({ items: z.array(offer) }),
  async run({ db, parameters: { model, id }, principal }) {
    mustMay(principal, `${model}.read`)
    const person = sql.table(model)
    const by = sql.ref(model === 'lead' ? 'lead_id' : 'contact_id')
    const interest = model === 'lead' ? sql`product_interest` : sql`null::text`
    const { rows: found } = await sql<{
      id: string
    }>`select id from ${person} where id = ${id}::uuid`.execute(db)
    if (found.length === 0) return undefined
    const { rows } = await sql<z.input<typeof offer>>`
      with theirs as (
        select lower(${interest}) as word from ${person} where id = ${id}::uuid
        union select lower(tag.name) from ${person} as one, tag
          where one.id = ${id}::uuid and tag.id::text = any(one.tags)),
      offered as (
        select item.id, item.name, item.url, item.about,
            array(select word from unnest(item.interests) as word
              where lower(word) in (select theirs.word from theirs)) as shared
          from content_item as item where not item.archived)
      select offered.id as "contentItemId", offered.name, offered.url, offered.about, offered.shared as interests,
          max(went.sent_at) as "sentAt", max(coalesce(went.clicked_at, went.opened_at)) as "openedAt"
        from offered left join mailing_recipient as went
          on went.content_item_id = offered.id and went.${by} = ${id}::uuid
        group by 1, 2, 3, 4, 5
        order by cardinality(offered.shared) desc, max(went.sent_at) nulls first, offered.name limit 20`.execute(
      db,
    )
    return { items: rows }
  },
})
