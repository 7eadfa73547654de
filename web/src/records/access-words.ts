/** What people did with a record without changing it, in words. */
export const accessWords: Readonly<Record<string, string>> = {
  view: 'Viewed',
  history: 'Looked at the history',
  list: 'Listed',
  search: 'Searched',
  follow: 'Followed live',
  export: 'Took out',
  denied: 'Was refused',
  missing: 'Asked for what is not there',
  gap: 'Entries were lost',
}
