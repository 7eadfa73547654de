import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { Columns3 } from 'lucide-react'
import { usePreferences } from '../ui/preferences.ts'
import type { Resource } from './resource.ts'
import { type SavedView, withView } from './views.ts'

/** The columns of a list as this person chose them, for a saved view or for the list at large. */
export function useColumns(resource: Resource, view: SavedView | undefined) {
  const { preferences, save } = usePreferences()
  const { path } = resource
  return {
    // A column of what this person does not see (any more) has nothing in it.
    columns: (view?.columns ?? preferences.columns[path] ?? resource.columns).filter((column) =>
      resource.fields.some(({ key }) => key === column),
    ),
    choose: (columns: readonly string[]) =>
      save(({ columns: all, savedViews }) =>
        view
          ? { savedViews: withView(savedViews, { ...view, columns: [...columns] }) }
          : { columns: { ...all, [path]: [...columns] } },
      ),
  }
}

/** Chooses columns. A new one stands last; taken out and in again it moves there. */
export function ColumnsMenu({
  resource,
  columns,
  onChange,
}: {
  resource: Resource
  columns: readonly string[]
  onChange: (columns: readonly string[]) => void
}) {
  return (
    <Menu closeOnItemClick={false} position="bottom-end">
      <Menu.Target>
        <Tooltip label="Columns">
          <ActionIcon aria-label="Columns">
            <Columns3 size={16} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
        {resource.fields
          .filter(({ kind }) => kind !== 'long-text')
          .map(({ key, label }) => {
            const chosen = columns.includes(key)
            return (
              <Menu.CheckboxItem
                key={key}
                checked={chosen}
                onChange={() => onChange(chosen ? columns.filter((each) => each !== key) : [...columns, key])}
              >
                {label}
              </Menu.CheckboxItem>
            )
          })}
        <Menu.Divider />
        <Menu.Item onClick={() => onChange(resource.columns)}>As it was at first</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
