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
import type { ComponentType } from 'react'
import { meQuery, preferencesQuery } from '../api/session.ts'
import { entriesThatAre, recordAt, screenAt, settingEntries } from '../records/entry.ts'
import type { Resource } from '../records/resource.ts'
import { type Search, timeSearch } from '../time/time.ts'
import { Failure, Waiting } from '../ui/states.tsx'
import { Missing } from './missing.tsx'

const root = createRootRouteWithContext<{ client: QueryClient }>()({
  validateSearch: (search: Record<string, unknown>): Search => {
    const { asOf: _, basis: __, against: ___, ...rest } = search
    return { ...rest, ...timeSearch(search) }
  },
  // The instant stays while one walks through the app.
  search: { middlewares: [retainSearchParams(['asOf', 'basis', 'against'])] },
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
  component: lazyRouteComponent(() => import('./home/home.tsx'), 'HomeScreen'),
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

const settings = createRoute({
  getParentRoute: () => inside,
  path: '/settings',
  component: lazyRouteComponent(() => import('../features/settings/settings.tsx'), 'SettingsScreen'),
})

const settingsHome = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: () => {
    const [first] = settingEntries()
    if (first) throw redirect({ to: '/settings/$setting', params: { setting: first.path } })
  },
})

const setting = createRoute({
  getParentRoute: () => settings,
  path: '/$setting',
  loader: async ({ params }) => {
    const entry = entriesThatAre('setting').find(({ path }) => path === params.setting)
    if (!entry) throw notFound()
    return { Screen: await entry.screen() }
  },
  component: function Setting() {
    const { Screen } = setting.useLoaderData()
    return <Screen />
  },
})

async function resourceAt(path: string): Promise<Resource> {
  const entry = recordAt(path)
  if (!entry) throw notFound()
  return entry.load()
}

/** The list of a kind of record, or a screen that a feature has beside. */
const list = createRoute({
  getParentRoute: () => inside,
  path: '/$path',
  loader: async ({ params: { path } }): Promise<{ Screen: ComponentType; resource?: Resource }> => {
    const screen = screenAt(path)
    if (screen) return { Screen: await screen.load() }
    const [resource, { ListScreen }] = await Promise.all([resourceAt(path), import('../records/screens.tsx')])
    return { Screen: ListScreen, resource }
  },
  component: function ListOrScreen() {
    const { Screen } = list.useLoaderData()
    return <Screen />
  },
})

const page = createRoute({
  getParentRoute: () => inside,
  path: '/$path/$id',
  loader: async ({ params }) => ({ resource: await resourceAt(params.path) }),
  component: lazyRouteComponent(() => import('../records/screens.tsx'), 'PageScreen'),
})

const tree = root.addChildren([
  signIn,
  inside.addChildren([
    start,
    dashboard,
    me,
    preferences,
    settings.addChildren([settingsHome, setting]),
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
}
