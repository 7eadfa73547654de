import { CriterionRefused } from '../../domain/criteria/resolve.ts'
import { refuse } from '../../domain/error.ts'
import { messageTemplate } from '../../domain/marketing/message-template.ts'
import { modelOf } from '../../domain/settings/webhook.ts'
import type { WorkflowAction, WorkflowRules } from '../../domain/settings/workflow.ts'
import { allows } from '../../platform/people/permissions.ts'
import type { Asking, CommandDefinition } from '../command.ts'
import { InvalidInput } from '../errors.ts'
import { sendingRulesNow } from '../marketing/sending-policy.ts'
import { parseInput } from '../parse.ts'

/** What rules of the workflow are held against. */
export interface Known {
  commandOf(type: string): CommandDefinition | undefined
  eventsOf(model: string): ReadonlySet<string> | undefined
}

/**
 * Rules ask what can be asked, hear of events there are, and do what who writes them may do.
 * @throws DomainError
 */
export async function mustBeFollowed(
  { rules }: WorkflowRules,
  known: Known,
  asking: Pick<Asking, 'hold' | 'principal' | 'load' | 'access'>,
): Promise<void> {
  for (const [place, { when, outcome }] of rules.entries()) {
    const at = (path: string) => ({ field: `content.rules.${place}.${path}` })
    const { model, on, actions } = outcome
    const events = known.eventsOf(model)
    const strange = on.findIndex(
      (type) => modelOf(type) !== model || !(type.endsWith('.*') || events?.has(type)),
    )
    if (!events || strange >= 0)
      refuse(
        'workflow.unknown-event',
        `There is no event ${on[strange] ?? model} of this kind of record.`,
        at(`outcome.on.${Math.max(strange, 0)}`),
      )
    if (!allows(asking.principal.may, `${model}.read`))
      refuse('workflow.unreadable', `You do not read records of this kind: ${model}.`, at('outcome.model'))
    try {
      await asking.hold([when], model, null)
    } catch (error) {
      if (!(error instanceof CriterionRefused)) throw error
      refuse(
        'workflow.criterion',
        `Nothing can be asked like this: ${error.message}.`,
        at(`when${error.path ? `.${error.path}` : ''}`),
      )
    }
    for (const [index, action] of actions.entries()) {
      const under = (path: string) => at(`outcome.actions.${index}.${path}`)
      mustBeDone(action, model, { known, asking, at: under })
      if (action.do === 'message') await mustBeSent(action, asking, under)
    }
  }
}

function mustBeDone(
  action: WorkflowAction,
  model: string,
  of: { known: Known; asking: Pick<Asking, 'principal'>; at: (path: string) => { field: string } },
): void {
  const { known, asking, at } = of
  if (action.do === 'lead' && !allows(asking.principal.may, 'lead.capture'))
    refuse('workflow.beyond-own', 'You may not make leads yourself.', at('do'))
  if (action.do === 'command') {
    const command = known.commandOf(action.command)
    if (!command || command.internal || command.creates || command.decider.name !== model)
      refuse(
        'workflow.unknown-command',
        `There is no command ${action.command} of such a record.`,
        at('command'),
      )
    if (!allows(asking.principal.may, command.permission))
      refuse('workflow.beyond-own', `You may not do ${action.command} yourself.`, at('command'))
    try {
      parseInput(command.body, action.body)
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error
      refuse('workflow.body', `This is not what ${action.command} takes: ${error.message}`, at('body'))
    }
  }
}

/** A message goes by what whoever writes the rule may send by. @throws DomainError naming the part of the action. */
async function mustBeSent(
  { templateId, purpose, mailboxId, numberId }: Extract<WorkflowAction, { do: 'message' }>,
  asking: Pick<Asking, 'principal' | 'load' | 'access'>,
  at: (path: string) => { field: string },
): Promise<void> {
  if (!allows(asking.principal.may, 'mailing.schedule'))
    refuse('workflow.beyond-own', 'You may not send to many yourself.', at('do'))
  if ((mailboxId === null) === (numberId === null))
    refuse('workflow.from', 'It goes by mail from a mailbox, or by text from a number.', at('mailboxId'))
  if (mailboxId !== null && (await asking.access('mailbox', mailboxId)) === undefined)
    refuse('workflow.mailbox-unknown', 'There is no such mailbox.', at('mailboxId'))
  if (numberId !== null && (await asking.access('smsNumber', numberId)) === undefined)
    refuse('workflow.number-unknown', 'There is no such number of ours.', at('numberId'))
  const { purposes } = await sendingRulesNow(asking)
  if (!purposes.some(({ name }) => name === purpose))
    refuse('workflow.purpose-unknown', 'The sending policy has no such purpose.', at('purpose'))
  const template = await asking.load(messageTemplate, templateId)
  if (!template || template.archived || template.versions.length === 0)
    refuse('workflow.template-unknown', 'There is no such template in use.', at('templateId'))
}
