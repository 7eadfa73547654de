import { Button } from '@mantine/core'

/** Fetches the next page of what is shown newest first; nothing when there is none. */
export function Earlier({
  query,
}: {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage(): unknown }
}) {
  if (!query.hasNextPage) return null
  return (
    <Button
      variant="default"
      w="fit-content"
      loading={query.isFetchingNextPage}
      onClick={() => void query.fetchNextPage()}
    >
      Earlier
    </Button>
  )
}
