import { useDocumentTitle } from '@mantine/hooks'

/** Names the page where browsers list pages: in tabs, the history and bookmarks. */
export const usePageTitle = (words: string): void => useDocumentTitle(`${words} · Hindsight`)
