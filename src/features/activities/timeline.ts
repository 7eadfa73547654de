import { timelineEndpoints } from '../../api/activities/timeline.ts'
import { feature } from '../feature.ts'

/** The story of a customer in one read. */
export const timeline = feature({ name: 'timeline', endpoints: [timelineEndpoints] })
