import { channelHealth as endpoints } from '../../api/activities/channels/health.ts'
import { feature } from '../feature.ts'

/** How each channel stands, on one screen. */
export const channelHealth = feature({ name: 'channelHealth', endpoints: [endpoints] })
