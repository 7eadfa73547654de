import { type ComponentType, lazy, Suspense } from 'react'
import { type Entry, entries, type Widget, type WidgetFacts } from '../../records/entry.ts'
import { Waiting } from '../../ui/states.tsx'
import { RecentChanges } from './recent-changes.tsx'
import { RowsWidget } from './rows.tsx'

export interface Drawn extends WidgetFacts {
  Widget: ComponentType<{ title: string }>
}

const own: Drawn = {
  id: 'recent',
  title: 'Recent changes',
  needs: 'user.read',
  atFirst: 9,
  Widget: RecentChanges,
}

const placeOf = ({ atFirst }: WidgetFacts) => atFirst ?? Number.MAX_SAFE_INTEGER

/** All there are, in the order of a home page that nobody has arranged. */
export const widgets: readonly Drawn[] = [...entries().flatMap(widgetsOf), own].sort(
  (one, other) => placeOf(one) - placeOf(other),
)

function widgetsOf(entry: Entry): Drawn[] {
  if (entry.is === 'screen')
    return (entry.widgets ?? []).map((widget) => ({ ...widget, Widget: met(widget) }))
  if (entry.is !== 'record') return []
  const { model, widgets: ofRecord = [] } = entry
  return ofRecord.map((widget) => ({ ...widget, Widget: drawn(model, widget) }))
}

function drawn(model: string, widget: Widget): Drawn['Widget'] {
  if ('load' in widget) return met(widget)
  return ({ title }) => <RowsWidget title={title} model={model} rows={widget} />
}

/** Loaded when it is met. */
function met({ load }: { load: () => Promise<Drawn['Widget']> }): Drawn['Widget'] {
  const Loaded = lazy(async () => ({ default: await load() }))
  return ({ title }) => (
    <Suspense fallback={<Waiting rows={2} label={`Loading ${title}`} />}>
      <Loaded title={title} />
    </Suspense>
  )
}
