import { z } from 'zod'
import { account } from '../../domain/customers/account.ts'
import { bothSay, contact } from '../../domain/customers/contact.ts'
import { fieldsChosen, fieldsTogether, type MergedModel } from '../../domain/customers/merging.ts'
import type { AnyDecider } from '../../domain/decider.ts'
import { refuse } from '../../domain/error.ts'
import { ticket } from '../../domain/service/ticket.ts'
import { ownKey } from '../../domain/settings/custom-field.ts'
import type { GivenTag } from '../../domain/tagging.ts'
import { line } from '../../domain/values/text.ts'
import { uuid } from '../../domain/values/uuid.ts'
import type { Asking } from '../command.ts'
import { givenBy } from '../custom-values.ts'

type Fields = Readonly<Record<string, unknown>>

interface Kind {
  decider: AnyDecider
  /** Of what is not told as any other change: what it is as long as nothing was said. */
  none: Fields
  beside(one: never, other: never): Fields
  /** What the survivor is to be, by the fields chosen of the other one. */
  together(survivor: Fields, absorbed: Fields, chosen: readonly string[]): Fields
}

/** Of a kind: how its records are known, and what else one has to say of another that it turns out to be. */
export const merged: Readonly<Record<MergedModel, Kind>> = {
  contact: {
    decider: contact as never,
    none: { consents: [], doNotContact: [], preferredChannel: null, suppressions: [] },
    beside: bothSay,
    together: fieldsTogether,
  },
  account: {
    decider: account as never,
    none: { aliases: [] },
    beside: (one: Named, other: Named) => ({
      aliases: [...new Set([...(one.aliases ?? []), other.name, ...(other.aliases ?? [])])].slice(0, 100),
    }),
    together: fieldsTogether,
  },
  // What was said about both is read in the survivor; all else it has already.
  ticket: { decider: ticket as never, none: {}, beside: () => ({}), together: fieldsChosen },
}
interface Named {
  name: string
  aliases?: readonly string[]
}

export const chosenFields = z.array(line(80)).max(200)

const absorb = z.object({ absorbedId: uuid, fields: chosenFields })
const record = z.record(z.string().max(60), z.unknown())
const release = z.object({
  absorbedId: uuid,
  changes: record,
  custom: record.optional(),
  tags: z.array(z.object({ id: uuid, name: line(40) })).max(100),
  now: record,
})

/** The commands of records that turn out to be one: asked of them by the merge, which sees to their order. */
export function mergingCommands<const N extends MergedModel>(name: N) {
  const { decider, beside, together: whole } = merged[name]
  const given = (custom: Fields | undefined, asking: Asking) =>
    custom && Object.keys(custom).length > 0 ? givenBy(name, custom, asking, false) : undefined

  async function together({ absorbedId, fields }: z.output<typeof absorb>, asking: Asking) {
    const other = (await asking.load(decider, absorbedId)) as
      | (Fields & { tags?: readonly GivenTag[] })
      | undefined
    if (!other) refuse(`${name}.other-unknown`, `There is no such ${name}.`, { field: 'absorbedId' })
    const one = asking.state as Fields & { tags?: readonly GivenTag[] }
    const values = (other.custom ?? {}) as Fields
    const custom = fields.flatMap((field) => {
      const key = ownKey(field)
      return key ? [[key, values[key] ?? null] as const] : []
    })
    return {
      absorbedId,
      changes: whole(
        one,
        other,
        fields.filter((field) => ownKey(field) === undefined),
      ),
      tags: [...(one.tags ?? []), ...(other.tags ?? [])],
      custom: await given(Object.fromEntries(custom), asking),
      now: beside(one as never, other as never),
    }
  }

  const internal = true as const
  const definitions = {
    [`${name}.merge`]: { summary: 'Be part of another one', internal },
    [`${name}.unmerge`]: { summary: 'Be one of its own again', internal },
    [`${name}.absorb`]: {
      summary: 'Take over what another one is',
      internal,
      body: absorb,
      prepare: together,
    },
    [`${name}.release`]: {
      summary: 'Give back what was taken over',
      internal,
      body: release,
      prepare: async ({ custom, ...body }: z.output<typeof release>, asking: Asking) => ({
        ...body,
        custom: await given(custom, asking),
      }),
    },
  }
  // Which commands there are is said where the decider is made.
  return definitions as object
}
