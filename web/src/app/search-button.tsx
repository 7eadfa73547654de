import { Search } from 'lucide-react'
import { Key } from '../ui/values.tsx'
import classes from './shell.module.css'

export function SearchButton({ onOpen }: { onOpen: () => void }) {
  return (
    <button type="button" className={classes.search} onClick={onOpen} aria-keyshortcuts="Control+K">
      <Search size={14} aria-hidden />
      <span>Search or do</span>
      <Key>Ctrl K</Key>
    </button>
  )
}
