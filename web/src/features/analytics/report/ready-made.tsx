import { Button, Group, Menu } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Library, ScanSearch } from 'lucide-react'
import { derivedQuery } from '../../../api/queries.ts'
import { sentence } from '../../../ui/format.ts'
import type { ReadyMade } from '../report.entry.ts'
import { FigureSearch } from './figure-search.tsx'

/** Above the reports that were kept: figures by name, those that come with the product, and the way to ask something new. */
export function ReadyMadeReports() {
  const { data } = useQuery(derivedQuery<{ items: ReadyMade[] }>('report', '/ready-made-reports', {}, null))
  const items = data?.items ?? []
  const areas = [...new Set(items.map(({ area }) => area))]
  return (
    <Group gap={8}>
      <FigureSearch />
      <Button.Group>
        <Button
          variant="default"
          leftSection={<ScanSearch size={14} />}
          renderRoot={(props) => <Link to="/$path" params={{ path: 'explore' }} {...props} />}
        >
          Explore
        </Button>
        <Menu position="bottom-start">
          <Menu.Target>
            <Button variant="default" leftSection={<Library size={14} />} disabled={items.length === 0}>
              Ready-made
            </Button>
          </Menu.Target>
          <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
            {areas.map((area) => [
              <Menu.Label key={area}>{sentence(area)}</Menu.Label>,
              ...items
                .filter((one) => one.area === area)
                .map(({ key, name, definition, description }) => (
                  <Menu.Item
                    key={key}
                    title={description}
                    renderRoot={(props) => (
                      <Link
                        to="/$path"
                        params={{ path: 'explore' }}
                        search={{ name, q: JSON.stringify(definition) } as never}
                        {...props}
                      />
                    )}
                  >
                    {name}
                  </Menu.Item>
                )),
            ])}
          </Menu.Dropdown>
        </Menu>
      </Button.Group>
    </Group>
  )
}
