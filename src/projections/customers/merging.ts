import type { MergedModel } from '../../domain/customers/merging.ts'
import { nullable, uuid } from '../projection.ts'

/** The record that it is part of, and where whoever asks for it is led. */
export const mergeColumns = { absorbedById: nullable(uuid) }

export const notMerged = { absorbedById: null }

type Row = { archived: boolean; absorbedById: string | null }

const folds = {
  merged: <R extends Row>(row: R | undefined, { data }: { data: { survivorId: string } }) =>
    row && { ...row, archived: true, absorbedById: data.survivorId },
  unmerged: <R extends Row>(row: R | undefined) => row && { ...row, archived: false, absorbedById: null },
}

/** What becomes of the row of a record that turns out to be another one, and of one that does not after all. */
export function mergeFolds<const N extends MergedModel>(name: N) {
  return Object.fromEntries(Object.entries(folds).map(([verb, fold]) => [`${name}.${verb}`, fold])) as {
    [K in `${N}.merged`]: (typeof folds)['merged']
  } & { [K in `${N}.unmerged`]: (typeof folds)['unmerged'] }
}
