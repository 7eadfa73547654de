import { z } from 'zod'
import { refuse } from '../domain/error.ts'
import { tag } from '../domain/settings/tag.ts'
import { type GivenTag, mostTags, type Tagged } from '../domain/tagging.ts'
import { uuid } from '../domain/values/uuid.ts'
import { vocabulary } from '../domain/values/vocabulary.ts'
import type { Asking, Inverse } from './command.ts'

const body = z.object({ tagIds: z.array(uuid).min(1).max(mostTags) }).register(vocabulary, { id: 'TagIds' })

/** The commands that every record has which can be tagged. Each tag is kept with the name it has now. */
export function taggingCommands<const N extends string>(name: N) {
  const definition = (
    summary: string,
    isFit: (state: { archived: boolean }) => boolean,
    inverse: Inverse<Tagged>,
  ) => ({
    summary,
    body,
    inverse,
    prepare: async ({ tagIds }: z.output<typeof body>, { load }: Pick<Asking, 'load'>) => ({
      tags: await Promise.all(
        tagIds.map(async (id): Promise<GivenTag> => {
          const found = await load(tag, id)
          if (!found || !isFit(found))
            refuse(`${name}.tag-unknown`, 'There is no tag in use with this id.', { field: 'tagIds' })
          return { id, name: found.name }
        }),
      ),
    }),
  })
  const definitions = {
    [`${name}.tag`]: definition(
      'Put tags on it',
      ({ archived }) => !archived,
      (before, { after }) => ({ command: `${name}.untag`, body: { tagIds: without(after, before) } }),
    ),
    // Those that are archived are what one wants to be rid of.
    [`${name}.untag`]: definition(
      'Take tags away from it',
      () => true,
      (before, { after }) => ({ command: `${name}.tag`, body: { tagIds: without(before, after) } }),
    ),
  }
  return definitions as { [K in `${N}.${'tag' | 'untag'}`]: ReturnType<typeof definition> }
}

/** The ids of the tags that the one has and the other has not. */
const without = ({ tags = [] }: Tagged, other: Tagged): readonly string[] =>
  tags.map(({ id }) => id).filter((id) => !other.tags?.some((one) => one.id === id))
