import { Smile } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { ScreenEntry } from '../../records/entry.ts'

export type SocialSentiment = Replies['/social-sentiment']

/** How what is written of us sounds, week by week. */
export const socialSentiment: ScreenEntry = {
  is: 'screen',
  path: 'social-sentiment',
  label: 'Sentiment',
  group: 'Marketing',
  needs: 'socialMessage.read',
  models: ['socialMessage'],
  icon: Smile,
  load: async () => (await import('./social-sentiment/screen.tsx')).SocialSentimentScreen,
}
