import { refuse } from '../../domain/error.ts'
import { type MergeFacts, mergeContext, mergeFields } from '../../domain/marketing/merge-field.ts'
import {
  type MessageContent,
  type MessageTemplateState,
  messageTemplate,
} from '../../domain/marketing/message-template.ts'
import type { TemplateUse } from '../../domain/values/template-use.ts'
import { cutTo, sameName } from '../../domain/values/text.ts'
import { filledIn, namesIn, TemplateFailed } from '../../platform/papers/liquid.ts'
import { linksIn, unescaped } from '../../platform/papers/markup.ts'
import { type Asking, commandsOf } from '../command.ts'
import { asBefore, by } from '../inverse.ts'

const { commands } = messageTemplate

export const messageTemplateCommands = commandsOf(
  messageTemplate,
  (prepared) => ({
    'messageTemplate.create': { summary: 'Write a template; nothing is sent by it before it is published' },
    'messageTemplate.change': {
      summary: 'Write on: messages are written by what is published until the next version is',
      inverse: asBefore('messageTemplate.change'),
    },
    'messageTemplate.publish': {
      summary: 'Publish a template as its next version; refused where it asks for what nobody knows',
      ...prepared(commands['messageTemplate.publish'], (body, { state }) => {
        if (state.draft) mustBeFilledIn(state.draft)
        return body
      }),
    },
    'messageTemplate.archive': {
      summary: 'Archive a template: nothing is written by it any more',
      inverse: by('messageTemplate.restore'),
    },
    'messageTemplate.restore': {
      summary: 'Restore an archived template',
      inverse: by('messageTemplate.archive'),
    },
  }),
  { unique: ({ name }) => [{ kind: 'message-template-name', value: sameName(name) }] },
)

/** What is amiss with a content, by the field that it stands in; nothing: it can be published. */
export function faultsOf(content: MessageContent): { field: 'subject' | 'body'; message: string }[] {
  return (['subject', 'body'] as const).flatMap((field) => {
    try {
      const unknown = namesIn(content[field]).filter((name) => !(name in mergeFields))
      return unknown.map((name) => ({ field, message: `There is nothing called ${name}.` }))
    } catch (error) {
      if (!(error instanceof TemplateFailed)) throw error
      return [{ field, message: `This cannot be read: ${error.message}.` }]
    }
  })
}

/** @throws DomainError for the first of its faults. */
function mustBeFilledIn(content: MessageContent): void {
  const [fault] = faultsOf(content)
  if (fault) refuse('messageTemplate.unfit', fault.message, { field: fault.field })
  for (const url of linksIn(content.body))
    if (url.includes('{'))
      refuse('messageTemplate.link', 'A link is the same for everybody.', { field: 'body' })
}

/** A content filled in, still with its links as they are written. @throws DomainError where it cannot be. */
export function messageOf(content: MessageContent, facts: MergeFacts): MessageContent {
  const context = mergeContext(facts)
  try {
    const subject = unescaped(filledIn(content.subject, context)).replace(/\s+/g, ' ').trim()
    const body = filledIn(content.body, context)
      .replace(/[ \t]+$/gm, '')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
    if (!subject || !body)
      refuse('messageTemplate.empty', 'Filled in with what is known, nothing is left of it.')
    return { subject: cutTo(subject, 300), body }
  } catch (error) {
    if (!(error instanceof TemplateFailed)) throw error
    refuse('messageTemplate.unfit', `This cannot be filled in: ${error.message}.`, { field: 'body' })
  }
}

/** A template in use, as it was published last. @throws DomainError naming the field where there is none. */
export async function templateInUse(
  id: string,
  { load }: Pick<Asking, 'load'>,
  name: string,
): Promise<{ use: TemplateUse; content: MessageContent }> {
  const found: MessageTemplateState | undefined = await load(messageTemplate, id)
  const content = found?.versions.at(-1)
  const field = 'templateId'
  if (!found) refuse(`${name}.template-unknown`, 'There is no such template.', { field })
  if (found.archived)
    refuse(`${name}.template-archived`, 'This template is archived; restore it, or choose another.', {
      field,
    })
  if (!content) refuse(`${name}.template-unpublished`, 'This template was never published.', { field })
  return { use: { id, version: found.versions.length }, content }
}
