import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { post } from '../../api/client.ts'
import { resource } from '../../records/resource.ts'
import { WriteButton } from '../../time/write.tsx'
import { failed } from '../../ui/notices.ts'
import { ToldOnce } from '../identity/told-once.tsx'
import { type SettingRow, SettingScreen } from '../settings/setting.tsx'
import { type ErpSettings, erpConnection as entry } from './erp-connection.entry.ts'

export const erpConnection = {
  ...resource<SettingRow<ErpSettings>>(entry)({
    title: () => 'ERP',
    fields: [
      { key: 'url', label: 'Address', kind: 'text', hint: 'Where orders are sent to: https://…' },
      { key: 'on', label: 'Connected', kind: 'yes-no', hint: 'Whether orders go there' },
      {
        key: 'secretNumber',
        label: 'Secret number',
        kind: 'number',
        fixed: true,
        hint: 'Which secret signs; 0: there is none yet',
      },
    ],
    columns: [],
    sort: '',
    searchable: false,
    change: 'erpConnection.change',
    empty: '',
  }),
  at: entry.at,
}

/** Which ERP takes orders over, and the secret that it shares with us (QTC-08). */
export function ErpConnectionScreen() {
  return (
    <SettingScreen
      resource={erpConnection}
      about="A confirmed order is sent to this address, and again until the ERP says under which number it has it. Whatever is sent is signed with a secret that the ERP needs."
      above={() => <NewSecret />}
    />
  )
}

function NewSecret() {
  const [secret, setSecret] = useState<string | null>(null)
  const queries = useQueryClient()
  const made = useMutation({
    mutationFn: () => post<{ secret: string }>('/settings/erp/secret', {}),
    onSuccess: ({ secret: told }) => {
      setSecret(told)
      void queries.invalidateQueries({ queryKey: ['erpConnection'] })
    },
    onError: (error) => failed('There is no new secret', error),
  })
  return (
    <>
      <WriteButton
        variant="default"
        permission="erpConnection.change"
        loading={made.isPending}
        onClick={() => made.mutate()}
      >
        New secret
      </WriteButton>
      {secret && (
        <ToldOnce title="The new secret" label="Secret" secret={secret} onClose={() => setSecret(null)}>
          Enter it in the ERP. The one before signs nothing any more.
        </ToldOnce>
      )}
    </>
  )
}
