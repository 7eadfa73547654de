import { Checkbox, Select, TextInput } from '@mantine/core'
import type { OwnInput } from '../../../records/field.ts'
import { Nothing } from '../../../ui/values.tsx'
import type { SmsNumber } from '../sms-number.entry.ts'

type Gateway = NonNullable<SmsNumber['gateway']>

export function GatewayValue({ value }: { value: unknown }) {
  const gateway = value as Gateway | null
  if (!gateway) return <Nothing />
  if (gateway.is === 'kannel') return `${gateway.url}, as ${gateway.login}`
  return `${gateway.host}:${gateway.port}, ${gateway.tls ? 'TLS' : 'this machine'}, as ${gateway.login}`
}

const empty = {
  smpp: { is: 'smpp', host: '', port: 3550, tls: true, login: '', systemType: null },
  kannel: { is: 'kannel', url: '', login: '' },
} as const satisfies Record<Gateway['is'], Gateway>

/** Who carries the texts: by SMPP, or by HTTP as Kannel does; nobody is nothing. */
export function GatewayInput({ label, error, value, onChange }: OwnInput) {
  const gateway = value as Gateway | null | undefined
  const put = (part: object) => onChange({ ...gateway, ...part })
  const line = (words: string, key: string, of: string) => (
    <TextInput label={words} value={of} onChange={(event) => put({ [key]: event.currentTarget.value })} />
  )
  return (
    <>
      <Select
        label={label}
        error={error}
        placeholder="None: nothing goes out"
        clearable
        data={[
          { value: 'smpp', label: 'SMPP 3.4' },
          { value: 'kannel', label: 'HTTP (Kannel)' },
        ]}
        value={gateway?.is ?? null}
        onChange={(is) => onChange(is === null ? null : empty[is as Gateway['is']])}
      />
      {gateway?.is === 'smpp' && (
        <>
          {line('Gateway: server', 'host', gateway.host)}
          {/* A port is a name of digits: nobody writes it as their country writes numbers. */}
          <TextInput
            label="Gateway: port"
            inputMode="numeric"
            value={String(gateway.port)}
            onChange={(event) => put({ port: Number(event.currentTarget.value.replace(/\D/g, '')) })}
          />
          <Checkbox
            label="Gateway: TLS (without it, this machine only)"
            checked={gateway.tls}
            onChange={(event) => put({ tls: event.currentTarget.checked })}
          />
          {line('Gateway: system id', 'login', gateway.login)}
          <TextInput
            label="Gateway: system type"
            value={gateway.systemType ?? ''}
            onChange={(event) => put({ systemType: event.currentTarget.value || null })}
          />
        </>
      )}
      {gateway?.is === 'kannel' && (
        <>
          {line('Gateway: address of sendsms', 'url', gateway.url)}
          {line('Gateway: user name', 'login', gateway.login)}
        </>
      )}
    </>
  )
}
