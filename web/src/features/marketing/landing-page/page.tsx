import { Anchor, Text } from '@mantine/core'
import { useCommand } from '../../../api/commands.ts'
import { RecordPage } from '../../../records/page.tsx'
import { Panel } from '../../../records/panel.tsx'
import { Related } from '../../../records/related.tsx'
import { Report } from '../../../records/report.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { CopyText } from '../../../ui/copy.tsx'
import { count } from '../../../ui/format.ts'
import { done, failed } from '../../../ui/notices.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import type { LandingPage, LandingPageResults } from '../landing-page.entry.ts'
import { landingPage } from '../landing-page.tsx'
import { Blocks } from './blocks.tsx'

/** A landing page: what stands in it, where it is, and what came of it. */
export function LandingPagePage({ id }: { id: string }) {
  return (
    <RecordPage
      resource={landingPage}
      id={id}
      actions={(row) => <Turns row={row} />}
      aside={(row) => <Address slug={row.slug ?? ''} published={row.published === true} />}
    >
      {(row) => (
        <>
          <Blocks row={row} />
          <Report<LandingPageResults>
            model="landingPage lead opportunity"
            title="What came of it"
            path={`/landing-pages/${row.id}/results`}
          >
            {(found) => (
              <>
                <Table label="From visits to deals" head={['Visits', 'Forms sent', 'Leads', 'Won']}>
                  <tr>
                    <td>{count(found.visits)}</td>
                    <td>{count(found.fills)}</td>
                    <td>{count(found.leads)}</td>
                    <td>{count(found.won)}</td>
                  </tr>
                </Table>
                <Quiet>
                  {found.machines > 0 &&
                    `Programs that say what they are came ${count(found.machines)} times more. `}
                  {found.method}
                </Quiet>
              </>
            )}
          </Report>
          <Related
            model="lead"
            title="Who came by it"
            where={{ landingPageId: row.id }}
            columns={['status', 'review', 'genuineness', 'createdAt']}
            empty="Nobody has sent its form yet."
          />
        </>
      )}
    </RecordPage>
  )
}

function Turns({ row }: { row: LandingPage }) {
  const command = useCommand()
  const run = (verb: string, words: string) =>
    command.mutate(
      { method: 'POST', path: `/landing-pages/${row.id}/${verb}`, touches: ['landingPage'] },
      { onSuccess: () => done(words), onError: (error) => failed('It stays as it is', error) },
    )
  return (
    <>
      <WriteButton
        permission="landingPage.publish"
        refusal={row.published && !row.draft ? 'Nothing was written since it was published.' : undefined}
        onClick={() => run('publish', 'Published: anybody sees it')}
      >
        Publish
      </WriteButton>
      {row.published && (
        <WriteButton
          permission="landingPage.unpublish"
          variant="default"
          onClick={() => run('unpublish', 'Nobody sees it any more')}
        >
          Take it away
        </WriteButton>
      )}
    </>
  )
}

function Address({ slug, published }: { slug: string; published: boolean }) {
  const url = `${window.location.origin}/p/${slug}`
  return (
    <Panel title="Where it is">
      <Text size="sm">
        {published ? (
          <Anchor href={url} target="_blank" rel="noreferrer">
            {url}
          </Anchor>
        ) : (
          `Nowhere yet; published, it is at ${url}`
        )}
      </Text>
      <CopyText value={url} size="compact-xs" />
    </Panel>
  )
}
