import type { z } from 'zod'
import { refuse } from '../../domain/error.ts'
import { contentItem } from '../../domain/marketing/content-item.ts'
import { sameName } from '../../domain/values/text.ts'
import { type Asking, commandsOf } from '../command.ts'
import { asBefore, by } from '../inverse.ts'
import { templateInUse } from './message-template.ts'
import { sendingRulesNow } from './sending-policy.ts'

const { commands } = contentItem

export const contentItemCommands = commandsOf(
  contentItem,
  (prepared) => ({
    'contentItem.create': {
      summary: 'Put something worth reading into the library',
      ...prepared(commands['contentItem.create'].schema, async (body, asking) => {
        await mustBeFit(body, asking)
        return body
      }),
    },
    'contentItem.change': {
      summary: 'Change an item of the library; what was sent stays as it was',
      inverse: asBefore('contentItem.change'),
      ...prepared(commands['contentItem.change'], async (body, asking) => {
        await mustBeFit(body, asking)
        return body
      }),
    },
    'contentItem.archive': { summary: 'Archive an item of the library', inverse: by('contentItem.restore') },
    'contentItem.restore': {
      summary: 'Restore an archived item of the library',
      inverse: by('contentItem.archive'),
    },
  }),
  { unique: ({ name }) => [{ kind: 'content-item-name', value: sameName(name) }] },
)

async function mustBeFit(
  { mailboxId, templateId, purpose }: z.output<(typeof commands)['contentItem.change']>,
  asking: Pick<Asking, 'load' | 'access'>,
): Promise<void> {
  if (mailboxId !== undefined && (await asking.access('mailbox', mailboxId)) === undefined)
    refuse('contentItem.mailbox-unknown', 'There is no such mailbox.', { field: 'mailboxId' })
  if (templateId !== undefined) await templateInUse(templateId, asking, 'contentItem')
  if (purpose === undefined) return
  const { purposes } = await sendingRulesNow(asking)
  if (!purposes.some(({ name }) => name === purpose))
    refuse('contentItem.purpose-unknown', 'The sending policy has no such purpose.', { field: 'purpose' })
}
