import { z } from 'zod'
import { conflict, refuse } from './error.ts'
import { type Named, named } from './named.ts'
import { line } from './values/text.ts'
import { uuid } from './values/uuid.ts'
import { vocabulary } from './values/vocabulary.ts'

/** One word or few: several of them are told apart by commas where they are asked for. */
export const tagName = line(40).refine((text) => !text.includes(','), 'must have no comma')

/** A tag with the name it had when it was put on, or taken away. */
const given = z.object({ id: uuid, name: tagName }).register(vocabulary, { id: 'GivenTag' })
export type GivenTag = z.output<typeof given>

export const mostTags = 50
export const givenTags = z.array(given).max(2 * mostTags)
const some = z.object({ tags: z.array(given).min(1).max(mostTags) })

/** The state of a record that can be tagged. */
export interface Tagged {
  /** Absent as long as it never had any. */
  tags?: readonly GivenTag[]
}

const events = { tagged: some, untagged: some }
const commands = { tag: some, untag: some }

type Evolve = {
  [K in keyof typeof events]: <S extends Tagged>(state: S, data: z.output<typeof some>) => S
}
type Decide<N extends string> = {
  [K in keyof typeof commands]: (
    state: Tagged & { archived?: boolean },
    input: z.output<typeof some>,
  ) => readonly { type: `${N}.${keyof typeof events}`; data: z.output<typeof some> }[]
}

export interface Tagging<N extends string> {
  events: Named<N, typeof events>
  commands: Named<N, typeof commands>
  evolve: Named<N, Evolve>
  decide: Named<N, Decide<N>>
}

const evolve: Evolve = {
  tagged: (state, { tags }) => ({ ...state, tags: [...without(state.tags, tags), ...tags] }),
  untagged: (state, { tags }) => ({ ...state, tags: without(state.tags, tags) }),
}

/** What a record that can be tagged has beside its own events and commands. Spread the parts into its decider. */
export function tagging<const N extends string>(name: N): Tagging<N> {
  const decide: Decide<N> = {
    tag: (state, { tags: asked }) => {
      const { tags: before = [] } = state
      if (state.archived) conflict(`${name}.archived`, `This ${name} is archived; restore it first.`)
      const tags = without(unique(asked), before)
      if (tags.length === 0) return []
      if (before.length + tags.length > mostTags)
        refuse(`${name}.tags-many`, `A record has at most ${mostTags} tags.`, { field: 'tagIds' })
      return [{ type: `${name}.tagged`, data: { tags } }]
    },
    untag: ({ tags: before = [] }, { tags: asked }) => {
      const tags = unique(asked).filter(({ id }) => before.some((one) => one.id === id))
      return tags.length === 0 ? [] : [{ type: `${name}.untagged`, data: { tags } }]
    },
  }
  return {
    events: named(name, events),
    commands: named(name, commands),
    evolve: named(name, evolve),
    decide: named(name, decide),
  }
}

function without(tags: readonly GivenTag[] = [], others: readonly GivenTag[] = []): GivenTag[] {
  return tags.filter(({ id }) => !others.some((other) => other.id === id))
}

function unique(tags: readonly GivenTag[]): GivenTag[] {
  return [...new Map(tags.map((one) => [one.id, one])).values()]
}
