import { CriterionRefused } from '../../domain/criteria/resolve.ts'
import { conflict, refuse } from '../../domain/error.ts'
import { isAnything, modelOf, type WebhookState, webhook } from '../../domain/settings/webhook.ts'
import { allows, type Principal } from '../../platform/people/permissions.ts'
import { type Asking, commandsOf } from '../command.ts'
import { asBefore, by } from '../inverse.ts'

type Asked = Partial<Pick<WebhookState, 'types' | 'where'>>

/**
 * Checked as far as it can be before it is kept: what events there are, that its owner reads their records, and what is asked of them.
 * `eventsOf` has the types of events of a model.
 */
export function webhookCommands({
  eventsOf,
}: {
  eventsOf: (model: string) => ReadonlySet<string> | undefined
}) {
  async function mustHold(asked: Asked, of: Asked, asking: Asking<unknown>): Promise<void> {
    const { types = of.types ?? [], where = of.where } = asked
    for (const [place, type] of types.entries()) {
      const model = modelOf(type)
      const known = eventsOf(model)
      const field = `types.${place}`
      if (!known || !(type.endsWith('.*') || known.has(type)))
        refuse('webhook.unknown-event', `There is no event ${type}.`, { field })
      if (!allows(asking.principal.may, `${model}.read`))
        refuse('webhook.unreadable', `You do not read records of this kind: ${model}.`, { field })
    }
    if (where === undefined || isAnything(where)) return
    try {
      await asking.hold([where], modelOf(types[0] ?? ''), null)
    } catch (error) {
      if (!(error instanceof CriterionRefused)) throw error
      const { path, message } = error
      refuse('webhook.criterion', message, { field: ['where', path].filter(Boolean).join('.') })
    }
  }

  return commandsOf(webhook, (prepared) => ({
    'webhook.create': {
      summary: 'Have events told to an address, with the rights of who asks for it',
      ...prepared(
        webhook.commands['webhook.create'].schema.omit({ ownerId: true, keyId: true }),
        async (body, asking) => {
          await mustHold(body, {}, asking)
          return { ...body, ...readerIn(asking.principal) }
        },
      ),
    },
    'webhook.change': {
      summary: 'Change where events are told to, and which',
      inverse: asBefore('webhook.change'),
      ...prepared(webhook.commands['webhook.change'], async (body, asking) => {
        if (body.types !== undefined || body.where !== undefined)
          await mustHold(body as Asked, asking.state, asking as Asking<unknown>)
        return body
      }),
    },
    'webhook.pause': {
      summary: 'Tell nothing for now; what happens meanwhile is told later',
      inverse: by('webhook.resume'),
    },
    'webhook.resume': { summary: 'Go on where it stopped' },
    'webhook.disable': { summary: 'Stop what cannot be delivered', internal: true },
    'webhook.renew-secret': {
      summary: 'Sign with another secret',
      internal: true,
      permission: 'webhook.change',
    },
    'webhook.replay': {
      summary: 'Tell everything after a position of the log again, under the ids it had',
      ifMatch: 'required',
    },
    'webhook.archive': { summary: 'Archive a webhook', inverse: by('webhook.restore') },
    'webhook.restore': { summary: 'Restore an archived webhook, paused', inverse: by('webhook.archive') },
  }))
}

function readerIn({ actor, via }: Principal) {
  if (actor.kind !== 'user') conflict('webhook.nobody', 'A webhook is of somebody whose rights it has.')
  return { ownerId: actor.id, keyId: via.kind === 'api-key' ? (via.id ?? null) : null }
}
