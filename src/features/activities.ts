import { activity } from './activities/activity.ts'
import { activityPolicy } from './activities/activity-policy.ts'
import { file } from './activities/file.ts'
import { timeline } from './activities/timeline.ts'
import type { Feature } from './feature.ts'

export const activities: readonly Feature[] = [activity, file, timeline, activityPolicy]
