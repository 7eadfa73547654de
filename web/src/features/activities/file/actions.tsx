import { ActionIcon, Menu } from '@mantine/core'
import { Ellipsis } from 'lucide-react'
import { useRef, useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import { useRefusal } from '../../../time/write.tsx'
import { done, failed } from '../../../ui/notices.ts'
import type { FileRow } from '../file.entry.ts'

/** What can be done with a file, wherever it stands; `onVersion` sends a new one. */
export function useFileActions(row: FileRow, onVersion: (file: File) => void) {
  const [renaming, setRenaming] = useState(false)
  const chooser = useRef<HTMLInputElement>(null)
  const command = useCommand()
  const refusal = useRefusal()
  const name = row.name ?? 'This file'
  const send = (verb: 'remove' | 'restore' | 'show-to-customer' | 'hide-from-customer', message: string) =>
    command.mutate(
      { method: 'POST', path: `/files/${row.id}/${verb}`, touches: ['file', 'activity'] },
      { onSuccess: () => done(message), onError: (error) => failed(`${name} stays as it is`, error) },
    )
  const dialogs = (
    <>
      {renaming && (
        <CommandDialog
          title="Rename this file"
          path={`/files/${row.id}/rename`}
          fields={[{ key: 'name', label: 'Name', kind: 'text', required: true }]}
          initial={{ name: row.name }}
          submit="Rename"
          touches={['file', 'activity']}
          onClose={() => setRenaming(false)}
        />
      )}
      <input
        ref={chooser}
        type="file"
        hidden
        aria-label={`New version of ${name}`}
        onChange={({ currentTarget }) => {
          const [chosen] = currentTarget.files ?? []
          if (chosen) onVersion(chosen)
          currentTarget.value = ''
        }}
      />
    </>
  )
  return {
    refusal,
    dialogs,
    rename: () => setRenaming(true),
    choose: () => chooser.current?.click(),
    remove: () => send('remove', `${name} was removed; its history keeps it`),
    show: () => send('show-to-customer', `The customer sees ${name} in the portal`),
    hide: () => send('hide-from-customer', `The customer sees ${name} no more`),
    restore: () => send('restore', `${name} is back`),
  }
}

type FileActions = ReturnType<typeof useFileActions>

export function FileMenu({ row, actions }: { row: FileRow; actions: FileActions }) {
  const off = (permission: string) => actions.refusal(permission) !== undefined
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={22} aria-label={`More: ${row.name ?? 'file'}`}>
          <Ellipsis size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {row.removed ? (
          <Menu.Item disabled={off('file.restore')} onClick={actions.restore}>
            Bring back
          </Menu.Item>
        ) : (
          <>
            <Menu.Item disabled={off('file.replace')} onClick={actions.choose}>
              New version
            </Menu.Item>
            <Menu.Item disabled={off('file.rename')} onClick={actions.rename}>
              Rename
            </Menu.Item>
            {row.forCustomer ? (
              <Menu.Item disabled={off('file.hide-from-customer')} onClick={actions.hide}>
                Hide from the customer
              </Menu.Item>
            ) : (
              <Menu.Item disabled={off('file.show-to-customer')} onClick={actions.show}>
                Show to the customer
              </Menu.Item>
            )}
            <Menu.Item disabled={off('file.remove')} onClick={actions.remove}>
              Remove
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
