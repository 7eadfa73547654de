import { RecordPage } from '../../../records/page.tsx'
import { Panel } from '../../../records/panel.tsx'
import { InstantValue } from '../../../time/instant.tsx'
import { useReferenceNow } from '../../../time/use-time.ts'
import { Table } from '../../../ui/screen.tsx'
import { Nothing, Tag } from '../../../ui/values.tsx'
import type { RuleSet } from '../rule-set.entry.ts'
import { ruleSet } from '../rule-set.tsx'
import { RuleEditor } from './editor.tsx'

/** A set of rules: the draft that is worked on, what it would have decided, and the versions that were published. */
export function RuleSetPage({ id }: { id: string }) {
  return (
    <RecordPage resource={ruleSet} id={id}>
      {(row) => (
        <>
          <RuleEditor row={row} />
          <Versions row={row} />
        </>
      )}
    </RecordPage>
  )
}

/** The newest first; the one that decides at the instant on screen is marked. */
function Versions({ row: { versions = [], updatedAt } }: { row: RuleSet }) {
  const ticked = useReferenceNow().toISOString()
  // What was just published decides already, though the clock on screen ticks seldom.
  const now = ticked > updatedAt ? ticked : updatedAt
  const isScored = versions.some(({ content }) => 'hotFrom' in content)
  const deciding = versions.findLast(({ from }) => from === null || from <= now)
  return (
    <Panel title="Versions">
      <Table
        label="Versions"
        head={[
          'Version',
          'Decides from',
          'Published',
          'Rules',
          ...(isScored ? ['Hot from', 'Warm from'] : []),
          'Why',
        ]}
      >
        {versions.toReversed().map(({ version, from, publishedAt, note, content }) => (
          <tr key={version}>
            <td>
              {version} {version === deciding?.version && <Tag tone="good">Decides</Tag>}
              {from !== null && from > now && <Tag tone="neutral">To come</Tag>}
            </td>
            <td>{from === null ? 'ever' : <InstantValue at={from} />}</td>
            <td>
              <InstantValue at={publishedAt} />
            </td>
            <td>{content.rules.length}</td>
            {'hotFrom' in content && (
              <>
                <td>{content.hotFrom}</td>
                <td>{content.warmFrom}</td>
              </>
            )}
            <td>{note ?? <Nothing />}</td>
          </tr>
        ))}
      </Table>
    </Panel>
  )
}
