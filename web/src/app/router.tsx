import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  Outlet,
  redirect,
  retainSearchParams,
} from '@tanstack/react-router'
import { meQuery, preferencesQuery } from '../api/session.ts'
import { type TimeSearch, timeSearch } from '../time/time.ts'
import { Failure, Waiting } from '../ui/states.tsx'
import { entryAt } from './catalog.ts'
import { Missing } from './missing.tsx'

/** Everything a screen keeps in its address is a plain string, so that addresses can be read, shared and written by hand. */
export interface Search extends TimeSearch {
  [key: string]: string | undefined
}

const root = createRootRouteWithContext<{ client: QueryClient }>()({
  validateSearch: (search: Record<string, unknown>): Search => {
    const { asOf: _, basis: __, ...rest } = search
    return { ...rest, ...timeSearch(search) }
  },
  // The instant stays while one walks through the app.
  search: { middlewares: [retainSearchParams(['asOf', 'basis'])] },
  component: Outlet,
  notFoundComponent: Missing,
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('../features/identity/sign-in.tsx'), 'SignIn'),
})

const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  beforeLoad: async ({ context, location }) => {
    // Both at once, and both before anything is drawn: what is seen first is written as the person wants it.
    const [me] = await Promise.all([
      context.client.ensureQueryData(meQuery),
      context.client.ensureQueryData(preferencesQuery).catch(() => undefined),
    ])
    if (!me) throw redirect({ to: '/sign-in', search: { next: location.href } as Search })
    return { me }
  },
  component: lazyRouteComponent(() => import('./shell.tsx'), 'Shell'),
})

const start = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: async ({ context }) => {
    const { startPage } = await context.client.ensureQueryData(preferencesQuery)
    throw startPage === '/' ? redirect({ to: '/home' }) : redirect({ href: startPage })
  },
})

const dashboard = createRoute({
  getParentRoute: () => inside,
  path: '/home',
  staticData: { models: ['lead', 'opportunity', 'ticket'] },
  component: lazyRouteComponent(() => import('../features/home/home.tsx'), 'HomeScreen'),
})

const pipeline = createRoute({
  getParentRoute: () => inside,
  path: '/pipeline',
  staticData: { models: ['opportunity'] },
  component: lazyRouteComponent(() => import('../features/sales/pipeline/board-screen.tsx'), 'BoardScreen'),
})

const forecast = createRoute({
  getParentRoute: () => inside,
  path: '/forecast',
  staticData: { models: ['opportunity'] },
  component: lazyRouteComponent(() => import('../features/analytics/forecast.tsx'), 'ForecastScreen'),
})

const status = createRoute({
  getParentRoute: () => inside,
  path: '/status',
  component: lazyRouteComponent(() => import('../features/system/status.tsx'), 'StatusScreen'),
})

const me = createRoute({
  getParentRoute: () => inside,
  path: '/me',
  component: lazyRouteComponent(() => import('../features/identity/me/page.tsx'), 'MeScreen'),
})

const preferences = createRoute({
  getParentRoute: () => inside,
  path: '/me/preferences',
  component: lazyRouteComponent(() => import('../features/identity/me/preferences.tsx'), 'PreferencesScreen'),
})

const integrity = createRoute({
  getParentRoute: () => inside,
  path: '/integrity',
  component: lazyRouteComponent(() => import('../features/trust/integrity.tsx'), 'IntegrityScreen'),
})

const audit = createRoute({
  getParentRoute: () => inside,
  path: '/audit',
  component: lazyRouteComponent(() => import('../features/trust/audit.tsx'), 'AuditScreen'),
})

const accessLog = createRoute({
  getParentRoute: () => inside,
  path: '/access-log',
  component: lazyRouteComponent(() => import('../features/trust/access-log.tsx'), 'AccessLogScreen'),
})

const settings = createRoute({
  getParentRoute: () => inside,
  path: '/settings',
  component: lazyRouteComponent(() => import('../features/settings/settings.tsx'), 'SettingsScreen'),
})

const settingsHome = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/organisation' })
  },
})

const organisation = createRoute({
  getParentRoute: () => settings,
  path: '/organisation',
  component: lazyRouteComponent(() => import('../features/settings/organisation.tsx'), 'OrganisationScreen'),
})

const signInRules = createRoute({
  getParentRoute: () => settings,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('../features/settings/sign-in-rules.tsx'), 'SignInRulesScreen'),
})

const alertLimits = createRoute({
  getParentRoute: () => settings,
  path: '/alerts',
  component: lazyRouteComponent(() => import('../features/settings/alert-limits.tsx'), 'AlertLimitsScreen'),
})

const retention = createRoute({
  getParentRoute: () => settings,
  path: '/retention',
  component: lazyRouteComponent(() => import('../features/settings/retention.tsx'), 'RetentionScreen'),
})

const security = createRoute({
  getParentRoute: () => inside,
  path: '/security',
  component: lazyRouteComponent(() => import('../features/trust/security.tsx'), 'SecurityScreen'),
})
async function resourceAt(path: string) {
  const entry = entryAt(path)
  if (!entry) throw notFound()
  return { resource: await entry.load() }
}

const list = createRoute({
  getParentRoute: () => inside,
  path: '/$path',
  loader: ({ params }) => resourceAt(params.path),
  component: lazyRouteComponent(() => import('../records/screens.tsx'), 'ListScreen'),
})

const page = createRoute({
  getParentRoute: () => inside,
  path: '/$path/$id',
  loader: ({ params }) => resourceAt(params.path),
  component: lazyRouteComponent(() => import('../records/screens.tsx'), 'PageScreen'),
})

const tree = root.addChildren([
  signIn,
  inside.addChildren([
    start,
    dashboard,
    pipeline,
    forecast,
    status,
    me,
    preferences,
    integrity,
    audit,
    accessLog,
    settings.addChildren([settingsHome, organisation, signInRules, alertLimits, retention]),
    security,
    list,
    page,
  ]),
])

export function makeRouter(client: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { client },
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => {
      const query = new URLSearchParams()
      for (const [key, value] of Object.entries(search)) {
        if (value !== undefined && value !== null && value !== '') query.set(key, String(value))
      }
      return query.size > 0 ? `?${query}` : ''
    },
    defaultPreload: 'intent',
    defaultPendingMs: 150,
    defaultPendingMinMs: 0,
    // Answers are cached by the query client; the router loads only code.
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    defaultPendingComponent: () => <Waiting rows={10} />,
    defaultErrorComponent: ({ error, reset }) => <Failure error={error} retry={reset} />,
    defaultNotFoundComponent: Missing,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
  interface StaticDataRouteOption {
    /** The models whose changes the time bar steps through on this screen. */
    models?: readonly string[]
  }
}
