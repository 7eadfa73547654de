import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { read } from '../../api/client.ts'
import { settingEntries } from '../../records/entry.ts'
import { Reference } from '../../records/field-value.tsx'
import { Panel } from '../../records/panel.tsx'
import { nounOf } from '../../records/resource.ts'
import { InstantValue } from '../../time/instant.tsx'
import { useTime } from '../../time/use-time.ts'
import { Quiet, Screen, Table } from '../../ui/screen.tsx'
import { Failure, Waiting } from '../../ui/states.tsx'
import type { SettingTree } from './custom-setting.entry.ts'
import { wordsOf } from './custom-setting.tsx'

type Leaf = SettingTree['items'][number]['values'][number]

/** Every setting in one tree, with who changed it and when; at the bar of time, as it was (ADM-02). */
export function SettingTreeScreen() {
  const { view } = useTime()
  const query = useQuery({
    queryKey: ['customSetting', 'derived', 'tree', view] as const,
    queryFn: ({ signal }) => read<SettingTree>('/settings/tree', { view, signal }),
  })
  return (
    <Screen
      title="All settings"
      about="Everything that is set here, with who changed it and when. The bar of time shows how it was."
    >
      {query.isError ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : !query.data ? (
        <Waiting rows={10} label="Loading all settings" />
      ) : (
        <>
          <Own own={query.data.own} />
          {query.data.items.map(({ model, values }) => (
            <Branch key={model} model={model} values={values} />
          ))}
        </>
      )}
    </Screen>
  )
}

function Own({ own }: { own: SettingTree['own'] }) {
  return (
    <Panel title="Settings of our own">
      {own.length === 0 ? (
        <Quiet>
          There is none.{' '}
          <Link to="/$path" params={{ path: 'custom-settings' }}>
            Define the first one
          </Link>
        </Quiet>
      ) : (
        <Table label="Settings of our own" head={['Setting', 'Key', 'Value', 'Planned', 'Changed', 'By']}>
          {own.map(({ id, key, name, value, planned, changedAt, changedBy }) => (
            <tr key={id}>
              <td>
                <Reference model="customSetting" id={id} name={name} />
              </td>
              <td>{key}</td>
              <td>{wordsOf(value)}</td>
              <td>{planned.map(({ from }) => `from ${from}`).join(', ')}</td>
              <td>{changedAt && <InstantValue at={changedAt} />}</td>
              <td>{changedBy?.name}</td>
            </tr>
          ))}
        </Table>
      )}
    </Panel>
  )
}

function Branch({ model, values }: { model: string; values: readonly Leaf[] }) {
  const entry = settingEntries().find(({ single }) => single?.model === model)
  const title = entry?.label ?? nounOf(model)
  return (
    <Panel
      title={title}
      aside={
        entry && (
          <Link to="/settings/$setting" params={{ setting: entry.path }}>
            Open
          </Link>
        )
      }
    >
      <details>
        <summary>
          {values.filter(({ changedAt }) => changedAt !== null).length} of {values.length} were decided
        </summary>
        <Table label={title} head={['Setting', 'Value', 'Changed', 'By']}>
          {values.map(({ key, value, changedAt, changedBy }) => (
            <tr key={key}>
              <td>{key}</td>
              <td>{typeof value === 'object' && value !== null ? JSON.stringify(value) : wordsOf(value)}</td>
              <td>{changedAt ? <InstantValue at={changedAt} /> : 'As it begins'}</td>
              <td>{changedBy?.name}</td>
            </tr>
          ))}
        </Table>
      </details>
    </Panel>
  )
}
