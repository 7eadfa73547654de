import { Button, Menu } from '@mantine/core'
import { Download } from 'lucide-react'
import { useMay } from '../../../api/session.ts'
import { useView } from '../../../time/use-time.ts'

const kinds = { csv: 'CSV', xlsx: 'Excel', pdf: 'PDF', parquet: 'Parquet' } as const

/** Takes a report along as a file; who may not do that has no such button. `parameters`: of a report that is not kept. */
export function TakeFile({
  path,
  parameters = {},
}: {
  path: (kind: string) => string
  parameters?: Record<string, string>
}) {
  const may = useMay()('report.export')
  const view = useView()
  if (!may) return null
  const query = new URLSearchParams({ ...parameters, ...view })
  const address = (kind: string) => `/api${path(kind)}${query.size > 0 ? `?${query}` : ''}`
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<Download size={14} />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {Object.entries(kinds).map(([kind, label]) => (
          <Menu.Item key={kind} component="a" href={address(kind)} download>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
