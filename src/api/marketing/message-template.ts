import { z } from 'zod'
import { mustMay, NotFound } from '../../commands/errors.ts'
import { mergedFrom, mergeFactsOf, senderFacts, sourceOf } from '../../commands/marketing/merge-facts.ts'
import { faultsOf, messageOf } from '../../commands/marketing/message-template.ts'
import { DomainError } from '../../domain/error.ts'
import { personIn } from '../../domain/event.ts'
import type { MergeFacts, MergeField } from '../../domain/marketing/merge-field.ts'
import { mergeFields } from '../../domain/marketing/merge-field.ts'
import { messageContent, messageTemplate, newestContent } from '../../domain/marketing/message-template.ts'
import { instant } from '../../domain/values/instant.ts'
import { uuid } from '../../domain/values/uuid.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'
import { asPage, asText } from '../../platform/papers/markup.ts'
import type { Principal } from '../../platform/people/permissions.ts'
import { messageTemplateTable } from '../../projections/marketing/message-template.ts'
import { endpoint } from '../http/endpoint.ts'
import { hiddenOf, isHidden } from '../http/masks.ts'
import type { Extension, Services } from '../http/services.ts'
import { flag } from '../lists/page.ts'
import { recordQueries } from '../lists/record-queries.ts'
import { titlesOf } from '../lists/titles.ts'

export const messageTemplateQueries = recordQueries(messageTemplateTable)({
  resource: 'message-templates',
  summary: 'Texts that are sent to many, as they were written last, and the version that is published',
  row: z.object({
    name: z.string(),
    subject: z.string(),
    body: z.string(),
    version: z.int().describe('How often it was published; 0: never.'),
    publishedAt: instant.nullable(),
    draft: z.boolean().describe('Whether something was written since.'),
    archived: z.boolean(),
  }),
  filters: { draft: flag, archived: flag },
  ranges: { version: z.coerce.number().int().min(0) },
  sorts: ['name', 'publishedAt', 'createdAt', 'updatedAt'],
  search: ['name', 'subject'],
})

export const messageTemplateTitles = titlesOf(messageTemplate, {
  'messageTemplate.created': ({ data }) => `Template ${data.name} written`,
  'messageTemplate.changed': ({ data: { changes } }) =>
    changes.name === undefined ? 'Written on' : `Called ${changes.name}`,
  'messageTemplate.published': ({ data }) => `Version ${data.version} published`,
  'messageTemplate.archived': () => 'Template archived',
  'messageTemplate.restored': () => 'Template restored',
})

const body = z
  .object({
    model: z.enum(mergedFrom).register(vocabulary, { id: 'MessagedModel' }).optional(),
    recordId: uuid.optional().describe('Whom it is filled in for; left out, nobody is known.'),
    version: z.int().min(1).optional().describe('One that was published; left out, what was written last.'),
    content: messageContent.optional().describe('What is being written, instead.'),
  })
  .register(vocabulary, { id: 'MessagePreviewRequest' })

const reply = z
  .object({
    subject: z.string().nullable().describe('Null where it cannot be filled in.'),
    body: z.string().nullable().describe('Filled in, with links as they are written.'),
    text: z.string().nullable().describe('As plain text.'),
    page: z.string().nullable().describe('As a page (HTML).'),
    version: z.int().nullable().describe('Null: it is not published.'),
    faults: z.array(
      z
        .object({ field: z.enum(['subject', 'body']), message: z.string() })
        .register(vocabulary, { id: 'TemplateFault' }),
    ),
    fields: z
      .array(
        z
          .object({ name: z.string(), label: z.string(), value: z.string().nullable() })
          .register(vocabulary, { id: 'MergeField' }),
      )
      .describe('What can stand in it, and what that is for this record.'),
  })
  .register(vocabulary, { id: 'MessagePreview' })

/** `POST /message-templates/:id/preview`: a template as somebody would get it, by what the asker sees of them (COM-03, COM-24). */
export const messageTemplatePreview: Extension = (_app, services) => [
  endpoint({
    method: 'POST',
    path: '/message-templates/:id/preview',
    summary:
      'A template filled in with a real record, as far as the asker sees it, and what is amiss with it',
    tag: 'message-templates',
    access: { permission: 'messageTemplate.read' },
    headers: 'read',
    parameters: z.object({ id: uuid }),
    body,
    reply,
    problems: ['not-found'],
    async run({ parameters: { id }, body: { model, recordId, version, content: written }, principal }) {
      const state = await services.execute.load(messageTemplate, id)
      if (!state) throw new NotFound(`messageTemplate ${id}`)
      const published = version === undefined ? undefined : state.versions[version - 1]
      if (version !== undefined && !published) throw new NotFound(`version ${version}`)
      const content = written ?? published ?? newestContent(state)
      const asker = principal()
      const facts = {
        ...(model && recordId ? await factsSeen(services, { model, id: recordId }, asker) : {}),
        ...(await senderFacts(personIn(asker.actor), services.clock(), { load: services.execute.load })),
      }
      const faults = faultsOf(content)
      const made = faults.length === 0 ? filled(content, facts) : undefined
      return {
        subject: made?.subject ?? null,
        body: made?.body ?? null,
        text: made ? asText(made.body) : null,
        page: made ? asPage(made.body, { language: facts['person.language'] || 'en' }) : null,
        version: version ?? (state.draft || written ? null : state.versions.length),
        faults:
          made || faults.length > 0
            ? faults
            : [{ field: 'body' as const, message: 'Nothing is left of it.' }],
        fields: Object.entries(mergeFields).map(([name, label]) => ({
          name,
          label,
          value: facts[name as MergeField] ?? null,
        })),
      }
    },
  }),
]

function filled(content: z.output<typeof messageContent>, facts: MergeFacts) {
  try {
    return messageOf(content, facts)
  } catch (error) {
    if (error instanceof DomainError) return undefined
    throw error
  }
}

/** What is known of a record that the asker sees, but for what their role hides. @throws NotFound */
async function factsSeen(
  { execute, faces }: Pick<Services, 'execute' | 'faces'>,
  { model, id }: { model: (typeof mergedFrom)[number]; id: string },
  principal: Principal,
): Promise<MergeFacts> {
  mustMay(principal, `${model}.read`)
  const command = faces.commandOf(`${model}.change`)
  const state = command && (await execute.load(command.decider, id))
  if (!command || !state || !(await execute.sees(principal, command, id, state)))
    throw new NotFound(`${model} ${id}`)
  const hidden = hiddenOf(principal, model)
  const facts = await mergeFactsOf({ model, id }, { load: execute.load })
  return Object.fromEntries(
    Object.entries(facts).filter(([name]) => !isHidden(hidden, sourceOf[model][name as MergeField] ?? '')),
  )
}
