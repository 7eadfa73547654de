import { marketingPlan, type PlanTarget } from '../../domain/marketing/marketing-plan.ts'
import { productGroup } from '../../domain/sales/product-group.ts'
import { sameName } from '../../domain/values/text.ts'
import { type Asking, commandsOf } from '../command.ts'
import { asBefore, by } from '../inverse.ts'
import { mustExist } from '../references.ts'

const { commands } = marketingPlan

export const marketingPlanCommands = commandsOf(
  marketingPlan,
  (prepared) => ({
    'marketingPlan.create': {
      summary: 'Plan what marketing is to reach in a period',
      ...prepared(commands['marketingPlan.create'].schema, async (body, asking) => {
        await mustKnow(body.targets, asking)
        return body
      }),
    },
    'marketingPlan.change': {
      summary: 'Change what marketing is to reach, or how its goals stand',
      inverse: asBefore('marketingPlan.change'),
      ...prepared(commands['marketingPlan.change'], async (body, asking) => {
        await mustKnow(body.targets, asking)
        return body
      }),
    },
    'marketingPlan.archive': { summary: 'Archive a marketing plan', inverse: by('marketingPlan.restore') },
    'marketingPlan.restore': {
      summary: 'Restore an archived marketing plan',
      inverse: by('marketingPlan.archive'),
    },
  }),
  { unique: ({ name }) => [{ kind: 'marketing-plan-name', value: sameName(name) }] },
)

async function mustKnow(
  targets: readonly PlanTarget[] | undefined,
  asking: Pick<Asking, 'load'>,
): Promise<void> {
  for (const { productGroupId } of targets ?? [])
    await mustExist('marketingPlan', { productGroupId }, { productGroupId: productGroup }, asking)
}
