import { ActionIcon, Tooltip } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Bell } from 'lucide-react'
import { useCallback } from 'react'
import { refresh } from '../../../api/commands.ts'
import { useLive, useLiveChanges } from '../../../live/live.tsx'
import { counted } from '../../../ui/format.ts'
import classes from './notices.module.css'
import { unreadNotices } from './own.ts'

/** How much there is that one was told of and has not read; in the header of every screen. */
export function NoticeBell({ onOpen }: { onOpen: () => void }) {
  const client = useQueryClient()
  const { data } = useQuery(unreadNotices)
  useLive('notice', 'inbox')
  useLiveChanges(
    useCallback(
      ({ model }) => {
        // Read on another screen of theirs.
        if (model === 'inbox') void refresh(client, ['notice'])
      },
      [client],
    ),
  )
  const unread = data?.unread ?? 0
  return (
    <Tooltip label="Notices (b)">
      <ActionIcon
        variant="subtle"
        color="gray"
        className={classes.bell}
        aria-label={unread > 0 ? `Notices, ${counted(unread, 'unread', 'unread')}` : 'Notices'}
        onClick={onOpen}
      >
        <Bell size={16} />
        {unread > 0 && (
          <span className={classes.count} aria-hidden>
            {unread > 99 ? '99+' : unread}
          </span>
        )}
      </ActionIcon>
    </Tooltip>
  )
}
