import { Modal } from '@mantine/core'
import { useShortcutGroups } from '../ui/shortcuts.ts'
import { Key } from '../ui/values.tsx'
import classes from './shortcut-list.module.css'

/** The keys that work on this screen. */
export function ShortcutList({ onClose }: { onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title="Keyboard shortcuts" size="lg">
      <ShortcutGroups />
    </Modal>
  )
}

export function ShortcutGroups() {
  const groups = useShortcutGroups()
    .map(({ name, shortcuts }) => ({ name, shortcuts: shortcuts.filter(({ key }) => key !== undefined) }))
    .filter(({ shortcuts }) => shortcuts.length > 0)
  return (
    <div className={classes.groups}>
      {groups.toReversed().map(({ name, shortcuts }) => (
        <section key={name}>
          <h3 className={classes.name}>{name}</h3>
          <dl className={classes.list}>
            {shortcuts.map(({ key, label }) => (
              <div key={key}>
                <dt>{label}</dt>
                <dd>
                  <Key>{key}</Key>
                </dd>
              </div>
            ))}
            {name === 'Everywhere' && (
              <div>
                <dt>Search or do anything</dt>
                <dd>
                  <Key>Ctrl</Key> <Key>K</Key>
                </dd>
              </div>
            )}
          </dl>
        </section>
      ))}
    </div>
  )
}
