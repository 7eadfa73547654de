import { know } from '../api/kinds.ts'
import { activities } from '../features/activities.ts'
import { analytics } from '../features/analytics.ts'
import { customers } from '../features/customers.ts'
import { identity } from '../features/identity.ts'
import { log } from '../features/log.ts'
import { marketing } from '../features/marketing.ts'
import { operate } from '../features/operate.ts'
import { privacy } from '../features/privacy.ts'
import { sales } from '../features/sales.ts'
import { service } from '../features/service.ts'
import { settings } from '../features/settings.ts'
import { type Entry, register } from '../records/entry.ts'

/** All features of the app, in the order in which navigation, search and choices show them. */
export const features: readonly Entry[] = [
  ...analytics,
  ...sales,
  ...marketing,
  ...customers,
  ...service,
  ...log,
  ...identity,
  ...settings,
  ...activities,
  ...privacy,
  ...operate,
]

/** What the home page is about: what it shows at first of what is followed. */
const home = features.flatMap((entry) =>
  entry.is === 'record' && entry.followed && entry.widgets?.some(({ atFirst }) => atFirst !== undefined)
    ? entry.model
    : [],
)

/** Tells all layers what there is; before anything is drawn. */
export function registerFeatures(): void {
  register(features)
  know([], [{ path: 'home', models: home }])
}
