import { RadioTower } from 'lucide-react'
import type { Replies } from '../../api/types.gen.ts'
import type { ScreenEntry } from '../../records/entry.ts'

export type ChannelsHealth = Replies['/channels']

/** How each channel stands. */
export const channels: ScreenEntry = {
  is: 'screen',
  path: 'channels',
  label: 'Channels',
  group: 'Trust',
  needs: 'saga.read',
  icon: RadioTower,
  load: async () => (await import('./channels.tsx')).ChannelsScreen,
}
