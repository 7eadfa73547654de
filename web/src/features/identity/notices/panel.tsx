import { Button, Drawer } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type KeyboardEvent, useState } from 'react'
import { useCommand } from '../../../api/commands.ts'
import type { Notice } from '../../../api/models.ts'
import { entryOf } from '../../../records/entry.ts'
import { InstantValue } from '../../../time/instant.tsx'
import { failed } from '../../../ui/notices.ts'
import { Quiet } from '../../../ui/screen.tsx'
import { Empty, Failure, Waiting } from '../../../ui/states.tsx'
import classes from './notices.module.css'
import { firstNotices, mostNotices, ownNotices } from './own.ts'

/** What one was told of, newest first: what happened, by whom and when, each leading to its record. */
export function NoticePanel({ onClose }: { onClose: () => void }) {
  const [limit, setLimit] = useState(firstNotices)
  const { data, error, refetch } = useQuery(ownNotices(limit))
  const command = useCommand()
  const newest = data?.items[0]
  const readAll = () =>
    newest &&
    command.mutate(
      {
        method: 'POST',
        path: '/me/notices/read',
        body: { readTo: newest.position },
        touches: ['notice'],
      },
      { onError: (reason) => failed('They are still unread', reason) },
    )
  return (
    <Drawer opened onClose={onClose} position="right" size={420} title="Notices">
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Waiting rows={8} label="Loading notices" />}
      {data?.items.length === 0 && (
        <Empty title="Nothing yet">
          When somebody gives you a record, answers a quote of yours or escalates a ticket of yours, you see
          it here.
        </Empty>
      )}
      {data && data.items.length > 0 && (
        <>
          <div className={classes.head}>
            <Link to="/me/preferences" onClick={onClose}>
              What I am told of
            </Link>
            <Button
              size="compact-xs"
              variant="default"
              disabled={!data.items.some(({ unread }) => unread)}
              loading={command.isPending}
              onClick={readAll}
            >
              Mark all as read
            </Button>
          </div>
          <ul className={classes.list} aria-label="Notices, newest first" onKeyDown={moveFocus}>
            {data.items.map((notice, index) => (
              <li key={notice.id} data-unread={notice.unread}>
                <Item notice={notice} first={index === 0} onFollow={onClose} />
              </li>
            ))}
          </ul>
          {data.next !== null && limit < mostNotices && (
            <Button variant="default" fullWidth onClick={() => setLimit(mostNotices)}>
              Show older ones
            </Button>
          )}
        </>
      )}
    </Drawer>
  )
}

function Item({ notice, first, onFollow }: { notice: Notice; first: boolean; onFollow: () => void }) {
  const { record, actor, title, at, unread } = notice
  const words = (
    <>
      <strong>
        {unread && <span className={classes.dot} role="img" aria-label="Unread" />}
        {title}
      </strong>
      {record?.name && <span className={classes.record}>{record.name}</span>}
      <span className={classes.meta}>
        {actor ? `${actor.name} · ` : ''}
        <InstantValue at={at} />
      </span>
    </>
  )
  const { path, noticed } = (record && entryOf(record.model)) ?? {}
  if (noticed)
    return (
      <Link to={noticed} className={classes.item} onClick={onFollow} data-autofocus={first || undefined}>
        {words}
      </Link>
    )
  if (record && path)
    return (
      <Link
        to="/$path/$id"
        params={{ path, id: record.id }}
        className={classes.item}
        onClick={onFollow}
        data-autofocus={first || undefined}
      >
        {words}
      </Link>
    )
  return (
    <div className={classes.item}>
      {words}
      <Quiet>You can no longer see this record.</Quiet>
    </div>
  )
}

/** The arrows go from one notice to the next. */
function moveFocus(event: KeyboardEvent<HTMLUListElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0) return
  event.preventDefault()
  const links: HTMLElement[] = [...event.currentTarget.querySelectorAll('a')]
  const at = document.activeElement instanceof HTMLElement ? links.indexOf(document.activeElement) : -1
  links[Math.min(Math.max(at + step, 0), links.length - 1)]?.focus()
}
