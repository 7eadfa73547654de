import { Code, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { read } from '../../../api/client.ts'
import { useCommand } from '../../../api/commands.ts'
import { useMay } from '../../../api/session.ts'
import { Panel } from '../../../records/panel.tsx'
import { InstantValue } from '../../../time/instant.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { CopyText } from '../../../ui/copy.tsx'
import { counted } from '../../../ui/format.ts'
import { done, failed } from '../../../ui/notices.ts'
import type { Quote } from '../quote.entry.ts'
import classes from './quote.module.css'

/** What whoever has the link opens, and whether anybody has. It stands there while it leads somewhere (QTC-05). */
export function LinkPanel({ row }: { row: Quote }) {
  const may = useMay()
  const command = useCommand()
  const path = `/quotes/${row.id}`
  const query = useQuery({
    queryKey: ['quote', 'derived', 'link', row.id, row.revision],
    queryFn: ({ signal }) => read<{ url: string | null; opened: Opened | null }>(`${path}/link`, { signal }),
    enabled: may('quote.make-link') && row.status !== 'draft',
  })
  const act = (verb: 'make-link' | 'withdraw-link', said: string) =>
    command.mutate(
      { method: 'POST', path: `${path}/${verb}`, touches: ['quote'] },
      { onSuccess: () => done(said), onError: (error) => failed('The link stays as it is', error) },
    )
  const { url, opened } = query.data ?? { url: null, opened: null }
  const isOpen = row.status === 'sent'
  if (!query.data || (!isOpen && !url)) return null
  return (
    <Panel
      title="Link for the customer"
      aside={
        url ? (
          <WriteButton
            variant="default"
            permission="quote.withdraw-link"
            loading={command.isPending}
            onClick={() => act('withdraw-link', 'Withdrawn: the link leads nowhere any more')}
          >
            Withdraw
          </WriteButton>
        ) : (
          <WriteButton
            variant="default"
            permission="quote.make-link"
            loading={command.isPending}
            onClick={() => act('make-link', 'The link is there to be copied')}
          >
            Make a link
          </WriteButton>
        )
      }
    >
      {url ? (
        <>
          <div className={classes.link}>
            <Code className={classes.address}>{url}</Code>
            {isOpen && <CopyText value={url} label="Copy link" />}
          </div>
          <OpenedWords opened={opened} />
        </>
      ) : (
        <Text size="sm" c="dimmed">
          Whoever has it sees the quote without signing in, and may accept or decline it by name.
        </Text>
      )}
    </Panel>
  )
}

interface Opened {
  times: number
  first: string
  last: string
}

/** A mail program opens links, too: more is not said than that it was opened. */
function OpenedWords({ opened }: { opened: Opened | null }) {
  return (
    <Text size="sm" c="dimmed">
      {opened ? (
        <>
          Opened {counted(opened.times, 'time', 'times')}, last <InstantValue at={opened.last} />. That
          somebody has read it is not said by that.
        </>
      ) : (
        'Not opened yet'
      )}
    </Text>
  )
}
