import { coaching as query } from '../../api/service/coaching.ts'
import { feature } from '../feature.ts'

export const coaching = feature({
  name: 'coaching',
  authority: { manager: { may: ['coaching.read'] } },
  queries: [query],
})
