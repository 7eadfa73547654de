import type { Entry } from '../records/entry.ts'
import { forecast } from './analytics/forecast.entry.ts'
import { pipeline } from './analytics/pipeline.entry.ts'

export const analytics: readonly Entry[] = [pipeline, forecast]
