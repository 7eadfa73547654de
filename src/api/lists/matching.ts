import { z } from 'zod'
import { mustMay } from '../../commands/errors.ts'
import { parseInput } from '../../commands/parse.ts'
import type { Principal } from '../../platform/people/permissions.ts'
import type { timeParameters } from '../http/asking.ts'
import { refuseMaskedParameters } from '../http/masks.ts'
import { ask } from '../http/routes.ts'
import type { Services } from '../http/services.ts'
import type { QueryDefinition } from './query.ts'

/** The parameters of a list as they would stand in its address. */
export const listParameters = z.record(z.string().max(60), z.string().max(8_000))

/** The list of a model, as criteria are asked of. */
export function listOf({ faces }: Pick<Services, 'faces'>, model: string): QueryDefinition | undefined {
  return faces.queries.find(({ lists }) => lists?.table.name === model)
}

/** A row of any list. */
export type AnyRow = { id: string } & Readonly<Record<string, unknown>>

/**
 * All that a list shows this asker at an instant, in its order; undefined where it is more than `most`.
 * @throws Forbidden, and as the list does for parameters that it does not have
 */
export async function matchingRows(
  services: Services,
  list: QueryDefinition,
  asked: Readonly<Record<string, string>>,
  of: { principal: Principal; at?: z.output<typeof timeParameters>; most: number },
): Promise<AnyRow[] | undefined> {
  const { principal, at = {}, most } = of
  mustMay(principal, list.permission)
  refuseMaskedParameters(principal, list.lists?.table.name ?? '', asked)
  const rows: AnyRow[] = []
  let cursor: string | undefined
  do {
    const parameters = parseInput(list.parameters, {
      ...asked,
      limit: '200',
      ...(cursor !== undefined && { cursor }),
    })
    const page = (await ask(services, list, { parameters, principal, at })) as Page
    rows.push(...page.items)
    if (rows.length > most) return undefined
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  return rows
}

type Page = { items: readonly AnyRow[]; next: string | null }
