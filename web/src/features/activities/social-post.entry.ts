import { Megaphone } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { RecordEntry } from '../../records/entry.ts'

export type SocialPost = Replies['/social-posts/{id}']
export type SocialPostResults = Replies['/social-posts/{id}/results']
export type SocialTimes = Replies['/social-times']

export const socialPost: RecordEntry = {
  is: 'record',
  model: 'socialPost',
  path: 'social-posts',
  one: 'social post',
  many: 'social posts',
  group: 'Marketing',
  create: 'socialPost.write',
  icon: Megaphone,
  load: async () => (await import('./social-post.tsx')).socialPost,
}
