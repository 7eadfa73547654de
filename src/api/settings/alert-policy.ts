import { changeSetting } from '../../commands/setting.ts'
import { alertPolicyId } from '../../commands/settings/alert-policy.ts'
import { alertLimits, alertPolicy, defaultLimits } from '../../domain/settings/alert-policy.ts'
import { timeParameters } from '../asking.ts'
import { endpoint } from '../endpoint.ts'
import { answer, askedBy, outcomeSchema } from '../routes.ts'
import type { Extension } from '../services.ts'
import { settingAt, settingColumns } from '../setting.ts'

const tag = 'settings'

/** From when on alerts are raised (USR-11): read by who may change or audit it, and every change an event. */
export const alertPolicyEndpoints: Extension = (_app, services) => [
  endpoint({
    method: 'GET',
    path: '/settings/alert-policy',
    summary:
      'How much within an hour raises an alert, and what counts as off-hours; its history is that of `id`',
    tag,
    access: { permission: 'alertPolicy.read' },
    parameters: timeParameters,
    reply: alertLimits.extend(settingColumns.shape),
    async run({ parameters }) {
      const { steps, columns } = await settingAt(services, alertPolicy, alertPolicyId, parameters)
      return { ...defaultLimits, ...(steps.at(-1)?.after as object | undefined), ...columns }
    },
  }),
  endpoint({
    method: 'PATCH',
    path: '/settings/alert-policy',
    summary: 'Change how much raises an alert; it holds from the next look, within a minute',
    tag,
    access: { permission: 'alertPolicy.change' },
    headers: 'command',
    body: alertPolicy.commands['alertPolicy.change'],
    bodyPassedOn: true,
    reply: outcomeSchema,
    async run({ body, request, reply }) {
      const asked = { ...askedBy(request, 'alertPolicy.change'), id: alertPolicyId, body }
      return answer(reply, await changeSetting(services.execute, alertPolicy, asked))
    },
  }),
]
