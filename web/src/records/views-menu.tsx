import { Button, Menu } from '@mantine/core'
import { ChevronDown, Pencil, Plus, Save, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { done } from '../ui/notices.ts'
import { usePreferences } from '../ui/preferences.ts'
import { useShortcuts } from '../ui/shortcuts.ts'
import { AskDialog } from './ask-dialog.tsx'
import type { Field } from './field.ts'
import type { ListSearch } from './list-search.ts'
import { nounOf, type Resource } from './resource.ts'
import { isAsSaved, keptOf, type SavedView, viewsOf, whole, withView } from './views.ts'

const fields: readonly Field[] = [
  { key: 'name', label: 'Name', kind: 'text', required: true },
  { key: 'isDefault', label: 'Open this list with it', kind: 'yes-no' },
]

/** The views one has saved of a list, and the saving of what one sees. They are nobody else's. */
export function ViewsMenu({
  resource,
  search,
  columns,
}: {
  resource: Resource
  search: ListSearch
  columns: readonly string[]
}) {
  const { path, many } = resource
  const { preferences, save } = usePreferences()
  const [opened, setOpened] = useState(false)
  const [asking, setAsking] = useState<'new' | 'rename' | null>(null)
  const { view, address } = search
  const views = viewsOf(resource, preferences.savedViews)
  const isOwn = preferences.savedViews.some(({ id }) => id === view?.id)
  const changed = view !== undefined && !isAsSaved(address, view)
  const all = `All ${many}`
  useShortcuts('Views', [{ key: 'v', label: 'Saved views of this list', run: () => setOpened(true) }])

  const keep = (next: SavedView) => save(({ savedViews }) => ({ savedViews: withView(savedViews, next) }))
  const make = async ({ name, isDefault }: Named) => {
    const made = {
      id: crypto.randomUUID(),
      list: path,
      name,
      isDefault,
      columns: [...columns],
      ...keptOf(address),
    }
    if (await keep(made)) search.open(made)
  }
  const remove = async (gone: SavedView) => {
    search.open(null)
    const kept = await save(({ savedViews }) => ({
      savedViews: savedViews.filter(({ id }) => id !== gone.id),
    }))
    if (kept) done(`The view “${gone.name}” is removed`)
  }
  return (
    <>
      <Menu opened={opened} onChange={setOpened} position="bottom-start">
        <Menu.Target>
          <Button
            variant="subtle"
            color="gray"
            px={8}
            rightSection={<ChevronDown size={12} />}
            aria-label={`View: ${view?.name ?? all}${changed ? ', changed' : ''}`}
          >
            {view?.name ?? all}
            {changed && ' *'}
          </Button>
        </Menu.Target>
        <Menu.Dropdown miw={220}>
          {[null, ...views].map((each) => (
            <Menu.RadioItem
              key={each?.id ?? 'all'}
              value={each?.id ?? whole}
              checked={each?.id === view?.id}
              closeMenuOnClick
              // The one that is chosen goes back to what was saved.
              onClick={() => search.open(each)}
            >
              {each?.name ?? all}
            </Menu.RadioItem>
          ))}
          <Menu.Divider />
          {view && changed && (
            <Menu.Item
              leftSection={<Save size={14} />}
              onClick={() => {
                const { filters: _, sort: __, ...rest } = view
                void keep({ ...rest, ...keptOf(address) })
              }}
            >
              Save the changes to “{view.name}”
            </Menu.Item>
          )}
          <Menu.Item leftSection={<Plus size={14} />} onClick={() => setAsking('new')}>
            Save as a new view
          </Menu.Item>
          {view && (
            <>
              <Menu.Item leftSection={<Pencil size={14} />} onClick={() => setAsking('rename')}>
                Name and default
              </Menu.Item>
              {isOwn && (
                <Menu.Item leftSection={<Trash2 size={14} />} onClick={() => void remove(view)}>
                  Remove this view
                </Menu.Item>
              )}
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {asking && (
        <AskDialog
          title={asking === 'new' ? `Save what you see of ${nounOf(many)}` : 'Name and default'}
          fields={fields}
          initial={
            asking === 'rename' && view
              ? { name: view.name, isDefault: view.isDefault }
              : { isDefault: false }
          }
          submit="Save the view"
          onClose={() => setAsking(null)}
          onSubmit={async (answers) => {
            const named = { name: String(answers.name).trim(), isDefault: answers.isDefault === true }
            if (asking === 'new') await make(named)
            else if (view) await keep({ ...view, ...named })
          }}
        >
          {asking === 'new' &&
            'Filters, words searched, sort and columns come back with it. Only you see it.'}
        </AskDialog>
      )}
    </>
  )
}

type Named = Pick<SavedView, 'name' | 'isDefault'>
