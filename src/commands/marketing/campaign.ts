import { user } from '../../domain/identity/user.ts'
import { campaign } from '../../domain/marketing/campaign.ts'
import { product } from '../../domain/sales/product.ts'
import { productGroup } from '../../domain/sales/product-group.ts'
import { endOfDay, startOfDay } from '../../domain/values/day.ts'
import { sameName } from '../../domain/values/text.ts'
import { derivedId } from '../../platform/process/ids.ts'
import { type Asking, commandsOf } from '../command.ts'
import { asBefore } from '../inverse.ts'
import { mustBeKnown, mustExist } from '../references.ts'

const { commands } = campaign
const scheduled = { startsAt: true, endsAt: true } as const

export const campaignCommands = commandsOf(
  campaign,
  (prepared) => ({
    'campaign.create': {
      summary: 'Plan a campaign',
      ...prepared(commands['campaign.create'].schema.omit(scheduled), async (body, asking) => {
        await mustBeThere(body, asking)
        return { ...body, ...(await scheduleOf(body, asking)) }
      }),
    },
    'campaign.change': {
      summary: 'Change a campaign',
      inverse: asBefore('campaign.change'),
      ...prepared(commands['campaign.change'].omit(scheduled), async (body, asking) => {
        await mustBeThere(body, asking)
        const { startsOn, endsOn } = { ...asking.state, ...body }
        return { ...body, ...(await scheduleOf({ startsOn, endsOn }, asking)) }
      }),
    },
    'campaign.start': { summary: 'Start a campaign, or one that has ended again' },
    'campaign.end': { summary: 'End a campaign: what it has not sent does not go' },
    'campaign.follow-schedule': {
      summary: 'Start or end a campaign where its time has come',
      internal: true,
    },
    'campaign.cancel': { summary: 'Cancel a campaign, and say why' },
    'campaign.add-cost': {
      summary: 'Note what something for a campaign costs, and how many responded to it',
      ...prepared(commands['campaign.add-cost'].partial({ costId: true }), (body, { id, at, state }) => ({
        ...body,
        costId: body.costId ?? derivedId(id, 'cost', at, state.costs.length),
      })),
    },
    'campaign.remove-cost': {
      summary: 'Take a cost off a campaign',
    },
    'campaign.note-batch': { summary: 'Note what is done for a campaign to many', internal: true },
  }),
  { unique: ({ name }) => [{ kind: 'campaign-name', value: sameName(name) }] },
)

async function mustBeThere(
  body: {
    ownerId?: string | null | undefined
    productGroupId?: string | null | undefined
    productIds?: readonly string[] | undefined
  },
  asking: Pick<Asking, 'load'>,
): Promise<void> {
  await mustExist('campaign', body, { ownerId: user, productGroupId: productGroup }, asking)
  for (const productId of body.productIds ?? [])
    await mustBeKnown('campaign', { productId }, { productId: product }, asking)
}

async function scheduleOf(
  { startsOn, endsOn }: { startsOn?: string | null | undefined; endsOn?: string | null | undefined },
  { zone }: Pick<Asking, 'zone'>,
) {
  return {
    startsAt: startsOn ? startOfDay(startsOn, await zone()) : null,
    endsAt: endsOn ? endOfDay(endsOn, await zone()) : null,
  }
}
