import { Code, Text } from '@mantine/core'
import { useState } from 'react'
import { RecordPage } from '../../../records/page.tsx'
import { Panel } from '../../../records/panel.tsx'
import { Related } from '../../../records/related.tsx'
import { Report } from '../../../records/report.tsx'
import { NumericInput } from '../../../records/typed-inputs.tsx'
import { count } from '../../../ui/format.ts'
import { formatsNow } from '../../../ui/formats.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { dateAt } from '../../../ui/zone.ts'
import type { SiteRanks } from '../tracked-site.entry.ts'
import { trackedSite } from '../tracked-site.ts'

/** A web site: what stands in its pages, what of it is looked at most, and who is known there. */
export function TrackedSitePage({ id }: { id: string }) {
  return (
    <RecordPage resource={trackedSite} id={id}>
      {(row) => (
        <>
          <Panel title="What stands in its pages">
            <Code
              block
            >{`<script src="${window.location.origin}/t.js" data-site="${row.id}" async></script>`}</Code>
            <Text size="sm">
              Nothing is stored or sent before the page calls hindsight.consent(), once its visitor has
              allowed it; hindsight.withdraw() ends it. A page of a product names it in a meta tag,
              hindsight-product, by its id.
            </Text>
          </Panel>
          <Ranks id={row.id} />
          <Related
            model="webVisitor"
            title="Who is known there"
            where={{ siteId: row.id }}
            columns={['contactId', 'leadId', 'views', 'lastPath', 'timesThere', 'lastAt']}
            empty="Nobody is known there yet."
          />
        </>
      )}
    </RecordPage>
  )
}

function Ranks({ id }: { id: string }) {
  const [days, setDays] = useState(30)
  const { timeZone } = formatsNow()
  const now = Date.now()
  const from = dateAt(new Date(now - (days - 1) * 86_400_000), timeZone)
  const to = dateAt(new Date(now), timeZone)
  return (
    <Report<SiteRanks>
      model="webVisitor"
      title="What is looked at most"
      path={`/tracked-sites/${id}/ranks`}
      parameters={{ from, to }}
      aside={
        <NumericInput
          aria-label="In the last"
          unit="days"
          w={120}
          min={1}
          max={366}
          value={days}
          onChange={(next) => setDays(next ?? 30)}
        />
      }
    >
      {({ pages, products, campaigns, method }) => (
        <>
          <Ranked label="Pages" rows={pages} />
          <Ranked label="Products" rows={products} />
          <Ranked label="Campaigns" rows={campaigns} />
          <Quiet>{method}</Quiet>
        </>
      )}
    </Report>
  )
}

function Ranked({ label, rows }: { label: string; rows: SiteRanks['pages'] }) {
  if (rows.length === 0) return <Quiet>{label}: none was looked at yet.</Quiet>
  return (
    <Table label={label} head={[label, 'Visits', 'Programs']}>
      {rows.map(({ name, people, machines }) => (
        <tr key={name}>
          <td>{name}</td>
          <td data-right>{count(people)}</td>
          <td data-right>{count(machines)}</td>
        </tr>
      ))}
    </Table>
  )
}
