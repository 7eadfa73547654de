import { account } from '../../domain/customers/account.ts'
import { user } from '../../domain/identity/user.ts'
import { lead } from '../../domain/sales/lead.ts'
import { slaPolicy } from '../../domain/service/sla-policy.ts'
import { sameName } from '../../domain/values/text.ts'
import { chosen } from '../choices.ts'
import { type Asking, commandsOf } from '../command.ts'
import { asBefore, by } from '../inverse.ts'
import { ancestorsFrom, keptInSight, mustExist, oneMoveAtATime } from '../references.ts'
import { taggingCommands } from '../tagging.ts'
import { withdrawingCommands } from '../withdrawing.ts'
import { mergingCommands } from './merging.ts'

/** The claim on an account's name, by which a lead's company is recognised. */
export const accountNameClaim = (name: string) => ({ kind: 'account-name', value: sameName(name) })

const references = { ownerId: user, leadId: lead, slaPolicyId: slaPolicy }
const listed = { classification: 'classification' } as const
const createBody = account.commands['account.create'].schema.omit({ ancestors: true })
const changeBody = account.commands['account.change'].omit({ ancestors: true })

export const accountCommands = commandsOf(
  account,
  (prepared) => ({
    'account.create': {
      summary: 'Create an account',
      ...prepared(createBody, async (body, asking) => {
        await mustExist('account', body, references, asking)
        return {
          ...keptInSight('account', await chosen('account', body, listed, asking), asking),
          ancestors: await ancestorsOf(body.parentId, asking),
        }
      }),
    },
    'account.change': {
      summary: 'Change an account',
      inverse: asBefore('account.change'),
      alone: oneMoveAtATime(account),
      ...prepared(changeBody, async (body, asking) => {
        await mustExist('account', body, references, asking)
        return {
          ...(await chosen('account', body, listed, asking)),
          ancestors: await ancestorsOf(body.parentId, asking),
        }
      }),
    },
    'account.archive': { summary: 'Archive an account', inverse: by('account.restore') },
    'account.restore': { summary: 'Restore an archived account', inverse: by('account.archive') },
    'account.judge-key-customer': { summary: 'Say whether a customer is a key customer', internal: true },
    ...taggingCommands('account'),
    ...withdrawingCommands('account'),
    ...mergingCommands('account'),
  }),
  {
    unique: ({ name, aliases = [], absorbedById, withdrawn }) => {
      if (absorbedById || withdrawn) return []
      const values = new Set([name, ...aliases].map(sameName))
      return [...values].map((value) => ({ kind: 'account-name', value }))
    },
  },
)

const ancestorsOf = (parentId: string | null | undefined, { load }: Pick<Asking, 'load'>) =>
  ancestorsFrom(parentId, (id) => load(account, id))
