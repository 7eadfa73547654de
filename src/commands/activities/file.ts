import { activity } from '../../domain/activities/activity.ts'
import { type FiledModel, type FileState, file } from '../../domain/activities/file.ts'
import { type PhoneCallState, phoneCall } from '../../domain/activities/phone-call.ts'
import { account } from '../../domain/customers/account.ts'
import { contact } from '../../domain/customers/contact.ts'
import type { AnyDecider } from '../../domain/decider.ts'
import { conflict, refuse } from '../../domain/error.ts'
import { lead } from '../../domain/sales/lead.ts'
import { opportunity } from '../../domain/sales/opportunity.ts'
import { quote } from '../../domain/sales/quote.ts'
import { article } from '../../domain/service/article.ts'
import { asset } from '../../domain/service/asset.ts'
import { contract } from '../../domain/service/contract.ts'
import { serviceOrder } from '../../domain/service/service-order.ts'
import { ticket } from '../../domain/service/ticket.ts'
import { mustBeUsable } from '../../domain/subject.ts'
import { type Asking, commandsOf } from '../command.ts'
import { mustMay } from '../errors.ts'
import { by } from '../inverse.ts'
import { subjectCommands } from '../subject.ts'

const { commands } = file

const deciders: Readonly<Record<FiledModel, AnyDecider>> = {
  account,
  contact,
  lead,
  opportunity,
  ticket,
  quote,
  activity,
  article,
  contract,
  asset,
  serviceOrder,
  phoneCall,
}

/** What comes with a content is for the door that files come in by: see `api/activities/file/content.ts`. */
export const fileCommands = commandsOf(file, (prepared) => ({
  'file.add': {
    summary: 'Put a file with a record',
    internal: true,
    ...prepared(commands['file.add'].schema, async (body, asking) => {
      await mustBeOpen(body.record, asking)
      if (body.record.model === 'phoneCall') await mustBeAgreed(body, asking)
      return body
    }),
  },
  'file.replace': { summary: 'Put a new version in the place of a file', internal: true },
  'file.rename': { summary: 'Call a file something else' },
  'file.remove': { summary: 'Remove a file; its history keeps it' },
  'file.restore': { summary: 'Bring a removed file back' },
  'file.show-to-customer': {
    summary: 'Let the customer whose record it lies with see a file in the portal',
    inverse: by('file.hide-from-customer'),
  },
  'file.hide-from-customer': {
    summary: 'Let the customer see a file in the portal no more',
    inverse: by('file.show-to-customer'),
  },
  ...subjectCommands('file'),
}))

/** Who puts a file with a record may act on it, and its person may be written of. */
async function mustBeOpen(
  { model, id }: FileState['record'],
  { access, load, actor }: Pick<Asking, 'access' | 'load' | 'actor'>,
): Promise<void> {
  const may = await access(model, id)
  if (may === undefined) refuse(`file.${model}-unknown`, `There is no such ${model}.`, { field: 'recordId' })
  if (may === 'read')
    refuse(`file.${model}-read-only`, `This ${model} is shared with you for reading only.`, {
      field: 'recordId',
    })
  mustBeUsable(model, await load(deciders[model], id), `${model}.file`, actor.kind === 'system')
}

/** What is recorded of a call lies with it, and nothing else: by who may record, where both sides agree. */
async function mustBeAgreed(
  { record: { id }, content: { type } }: { record: { id: string }; content: { type: string } },
  { load, principal }: Pick<Asking, 'load' | 'principal'>,
): Promise<void> {
  mustMay(principal, 'phoneCall.record')
  if (!type.startsWith('audio/'))
    refuse('file.no-recording', 'With a call lies what was recorded of it, and nothing else.', {
      field: 'name',
    })
  const call: PhoneCallState | undefined = await load(phoneCall, id)
  if (!call || call.consentedAt === null)
    conflict('file.recording-without-consent', 'Nobody has noted that both sides agree that it is recorded.')
}
