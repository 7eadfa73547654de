import { useState } from 'react'
import type { Row } from '../api/shapes.ts'
import { WriteButton } from '../time/write.tsx'
import { Tag } from '../ui/values.tsx'
import { CommandDialog } from './command-dialog.tsx'
import { isArchived, type Resource, titleOf } from './resource.ts'
import { useOffer } from './undo.tsx'

/** Beside the title of what is set aside. */
export function ArchivedTag({ row }: { row: object }) {
  return isArchived(row) ? <Tag tone="warn">Archived</Tag> : null
}

/** Sets a record aside, or takes it back. Nothing of it is lost either way. */
export function ArchiveButton<T extends Row>({ resource, row }: { resource: Resource<T>; row: T }) {
  const [asked, setAsked] = useState(false)
  const verb = isArchived(row) ? 'restore' : 'archive'
  const offer = useOffer(resource)
  const word = verb === 'archive' ? 'Archive' : 'Restore'
  return (
    <>
      <WriteButton variant="default" permission={`${resource.model}.${verb}`} onClick={() => setAsked(true)}>
        {word}
      </WriteButton>
      {asked && (
        <CommandDialog
          title={`${word} ${titleOf(resource, row)}`}
          path={`/${resource.path}/${row.id}/${verb}`}
          fields={[]}
          submit={word}
          touches={[resource.model]}
          onDone={(accepted) => offer(verb === 'archive' ? 'Archived' : 'Restored', accepted)}
          onClose={() => setAsked(false)}
        >
          {verb === 'archive'
            ? `It is offered and chosen no more. What names it stays as it is, and it can be restored at any time.`
            : `It can be chosen again.`}
        </CommandDialog>
      )}
    </>
  )
}
