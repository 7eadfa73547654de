import type { Replies } from '../../api/types.gen.ts'
import { nounOf } from '../../records/resource.ts'

type Likeness = Replies['/contacts/{id}/duplicates']['items'][number]['reasons'][number]
type Merge = Replies['/merges']['items'][number]
type MergeStatus = Merge['status']

const likenesses: Readonly<Record<Likeness, string>> = {
  email: 'e-mail address',
  phone: 'telephone',
  name: 'name',
  'near-name': 'nearly the same name',
  domain: 'domain',
}

/** `E-mail address, telephone`. */
export function likenessWords(reasons: readonly Likeness[]): string {
  return nounOf(reasons.map((reason) => likenesses[reason]).join(', '))
}

const statuses: Readonly<Record<MergeStatus, string>> = {
  running: 'is being merged',
  done: 'merged',
  failed: 'could not be merged',
  reverting: 'is being given back',
  reverted: 'given back',
}

export const mergeWords = ({ status, askerName }: Merge): string =>
  `${statuses[status]}${askerName ? ` by ${askerName}` : ''}`
