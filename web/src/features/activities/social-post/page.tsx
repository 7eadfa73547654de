import { Anchor } from '@mantine/core'
import { useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import { CommandDialog } from '../../../records/command-dialog.tsx'
import { RecordPage } from '../../../records/page.tsx'
import { Report } from '../../../records/report.tsx'
import { InstantValue } from '../../../time/instant.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { count, percent } from '../../../ui/format.ts'
import { done, failed } from '../../../ui/notices.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { Nothing } from '../../../ui/values.tsx'
import type { SocialPost, SocialPostResults, SocialTimes } from '../social-post.entry.ts'
import { socialPost } from '../social-post.tsx'

/** A post: when it goes, where it stands, what others did with it, and when it is best to post. */
export function SocialPostPage({ id }: { id: string }) {
  return (
    <RecordPage<SocialPost> resource={socialPost} id={id} actions={(row) => <Actions row={row} />}>
      {(row) => (
        <>
          {row.url && (
            <Anchor href={row.url} target="_blank" rel="noopener noreferrer">
              As it stands in the network
            </Anchor>
          )}
          <Results row={row} />
          {row.socialAccountId && <BestTimes socialAccountId={row.socialAccountId} />}
        </>
      )}
    </RecordPage>
  )
}

function Actions({ row }: { row: SocialPost }) {
  const [asking, setAsking] = useState(false)
  const command = useCommand()
  const send = (verb: string, message: string) =>
    command.mutate(
      {
        method: 'POST',
        path: `/social-posts/${row.id}/${verb}`,
        body: {},
        touches: ['socialPost', 'conversation'],
      },
      { onSuccess: () => done(message), onError: (error) => failed('It stays as it is', error) },
    )
  if (row.status !== 'draft' && row.status !== 'scheduled') return null
  return (
    <>
      <WriteButton permission="socialPost.schedule" onClick={() => setAsking(true)}>
        Schedule
      </WriteButton>
      {row.status === 'scheduled' && (
        <WriteButton
          variant="default"
          permission="socialPost.take-back"
          onClick={() => send('take-back', 'It is a draft again')}
        >
          Make it a draft
        </WriteButton>
      )}
      <WriteButton
        variant="default"
        permission="socialPost.discard"
        onClick={() => send('discard', 'Thrown away')}
      >
        Throw away
      </WriteButton>
      {asking && (
        <CommandDialog
          title="When it is posted"
          path={`/social-posts/${row.id}/schedule`}
          fields={[{ key: 'publishAt', label: 'At', kind: 'instant', required: true }]}
          initial={{ publishAt: row.publishAt ?? null }}
          submit="Schedule"
          touches={['socialPost']}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}

function Results({ row }: { row: SocialPost }) {
  return (
    <Report<SocialPostResults> model="socialPost" title="Over time" path={`/social-posts/${row.id}/results`}>
      {({ items }) =>
        items.length === 0 ? (
          <Quiet>Nothing has been counted yet.</Quiet>
        ) : (
          <Table label="Over time" head={['Counted', 'Favourites', 'Boosts', 'Replies', 'Rate']}>
            {items.map((one) => (
              <tr key={one.at}>
                <td>
                  <InstantValue at={one.at} />
                </td>
                <td data-right>{count(one.favourites ?? 0)}</td>
                <td data-right>{count(one.reblogs ?? 0)}</td>
                <td data-right>{count(one.replies ?? 0)}</td>
                <td data-right>{one.engagementRate === null ? <Nothing /> : percent(one.engagementRate)}</td>
              </tr>
            ))}
          </Table>
        )
      }
    </Report>
  )
}

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

function BestTimes({ socialAccountId }: { socialAccountId: string }) {
  return (
    <Report<SocialTimes>
      model="socialPost"
      title="Best times"
      path="/social-times"
      parameters={{ socialAccountId }}
    >
      {(found) =>
        found.best === null ? (
          <Quiet>Nothing was posted by this account within a year, so that nothing is known.</Quiet>
        ) : (
          <>
            <p>
              Next: <InstantValue at={found.best} />
            </p>
            {!found.enough && <p>This is of {count(found.posts ?? 0)} posts only: it may be chance.</p>}
            <Table label="Best times" head={['Time', 'Posts', 'Reactions each']}>
              {found.times.slice(0, 5).map((one) => (
                <tr key={`${one.weekday} ${one.hour}`}>
                  <td>
                    {weekdays[one.weekday - 1]}, {one.hour}:00 to {one.hour + found.hours}:00
                  </td>
                  <td data-right>{count(one.posts ?? 0)}</td>
                  <td data-right>{count(one.reactions ?? 0, 1)}</td>
                </tr>
              ))}
            </Table>
            <Quiet>{found.method}</Quiet>
          </>
        )
      }
    </Report>
  )
}
