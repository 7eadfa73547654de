import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import type { Me } from '../api/models.ts'
import { useMay, useMe } from '../api/session.ts'
import { PhoneSlot } from '../features/activities/phone/slot.tsx'
import { NoticeBell } from '../features/identity/notices/bell.tsx'
import { LiveProvider } from '../live/live.tsx'
import { places } from '../records/places.ts'
import { ProveAgain } from '../records/prove-again.tsx'
import { PastStrip } from '../time/past-strip.tsx'
import { loadPicker, TimeBar } from '../time/time-bar.tsx'
import { useTime } from '../time/use-time.ts'
import { type Formats, localeOf, setFormats } from '../ui/formats.ts'
import { useNarrow } from '../ui/narrow.ts'
import { usePreferences } from '../ui/preferences.ts'
import { listenToKeys, useShortcuts } from '../ui/shortcuts.ts'
import { Waiting } from '../ui/states.tsx'
import { BottomBar } from './bottom-bar.tsx'
import { HelpButton } from './help-button.tsx'
import { LiveMark } from './live-mark.tsx'
import { Nav } from './nav.tsx'
import { OfflineStrip } from './offline-strip.tsx'
import { SearchButton } from './search-button.tsx'
import classes from './shell.module.css'
import { StaleStrip } from './stale-strip.tsx'
import { UserMenu } from './user-menu.tsx'

const loadSearch = () => import('./search.tsx')
const Search = lazy(async () => ({ default: (await loadSearch()).Search }))
const Help = lazy(async () => ({ default: (await import('./help.tsx')).Help }))
const NoticePanel = lazy(async () => ({
  default: (await import('../features/identity/notices/panel.tsx')).NoticePanel,
}))
const FilmStep = lazy(async () => ({ default: (await import('../records/film-step.tsx')).FilmStep }))
const BatchStrip = lazy(async () => ({ default: (await import('../records/batch-strip.tsx')).BatchStrip }))
const ShortcutList = lazy(async () => ({ default: (await import('./shortcut-list.tsx')).ShortcutList }))

/** What stands around every screen: where one can go, which instant it is about, and who is here. */
export function Shell() {
  const me = useMe()
  const formats = useFormats(me)
  return (
    <LiveProvider me={me.id}>
      <ProveAgain>
        {/* Other formats write everything anew. */}
        <Frame key={formats} />
      </ProveAgain>
    </LiveProvider>
  )
}

function useFormats({ language, timeZone }: Me): string {
  const { preferences } = usePreferences()
  const formats: Formats = {
    locale: preferences.locale ?? localeOf(language),
    dates: preferences.dateFormat,
    timeZone,
  }
  setFormats(formats)
  return JSON.stringify(formats)
}

function Frame() {
  const { past, go } = useTime()
  const may = useMay()
  const narrow = useNarrow()
  const navigate = useNavigate()
  const [searching, setSearching] = useState(false)
  const [listing, setListing] = useState(false)
  const [choosing, setChoosing] = useState(false)
  const [helping, setHelping] = useState(false)
  const [noticing, setNoticing] = useState(false)
  const loading = useRouterState({ select: ({ isLoading }) => isLoading })

  useEffect(() => listenToKeys(), [])
  useEffect(() => {
    // Not part of the first load, but there before somebody types into it.
    const timer = window.setTimeout(() => void Promise.all([loadSearch(), loadPicker()]), 1500)
    return () => window.clearTimeout(timer)
  }, [])
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k') return
      event.preventDefault()
      setSearching(true)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  useShortcuts('Everywhere', [
    { key: '?', label: 'Help for this screen', run: () => setHelping(true) },
    { key: 'b', label: 'Notices', run: () => setNoticing(true) },
    { key: 't', label: 'Go to another time', run: () => setChoosing(true) },
    { key: 'n', label: 'Return to now', run: () => past && go(null) },
    ...places().flatMap(({ shortcut: key, label, path }) =>
      key ? [{ key, label, run: () => void navigate({ to: '/$path', params: { path } }) }] : [],
    ),
  ])

  return (
    <div className={classes.frame} data-past={past}>
      <a href="#main" className={classes.skip}>
        Skip to the content
      </a>
      {!narrow && <Nav />}
      <header className={classes.bar}>
        <SearchButton onOpen={() => setSearching(true)} />
        <TimeBar choosing={choosing} onChoosing={setChoosing} />
        <div className={classes.right}>
          <LiveMark />
          <NoticeBell onOpen={() => setNoticing(true)} />
          <HelpButton onOpen={() => setHelping(true)} />
          <UserMenu onShortcuts={() => setListing(true)} />
        </div>
      </header>
      <div className={classes.content}>
        <OfflineStrip />
        <StaleStrip />
        <Suspense>{may('batch.read') && <BatchStrip />}</Suspense>
        {past && (
          <PastStrip
            told={(change) => (
              <Suspense>
                <FilmStep change={change} />
              </Suspense>
            )}
          />
        )}
        <main id="main" className={classes.main} aria-busy={loading} tabIndex={-1}>
          <Suspense fallback={<Waiting rows={10} />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      {narrow && <BottomBar />}
      <PhoneSlot />
      <Suspense>
        {searching && <Search onClose={() => setSearching(false)} />}
        {noticing && <NoticePanel onClose={() => setNoticing(false)} />}
        {helping && <Help onClose={() => setHelping(false)} />}
        {listing && <ShortcutList onClose={() => setListing(false)} />}
      </Suspense>
    </div>
  )
}
