import { Button, Modal, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Link, useNavigate, useRouter } from '@tanstack/react-router'
import { CornerDownLeft, Search as SearchIcon } from 'lucide-react'
import { Fragment, type KeyboardEvent, type MouseEvent, type ReactNode, useState } from 'react'
import { useTime } from '../time/use-time.ts'
import { reasonOf } from '../ui/notices.ts'
import { Key } from '../ui/values.tsx'
import classes from './search.module.css'
import { type Hit, useCommands, useFound, useVisited } from './search-hits.ts'

/** One box for everything: records by their words and numbers, what can be done with the one in view, places and times. */
export function Search({ onClose }: { onClose: () => void }) {
  const [words, setWords] = useState('')
  const [cursor, setCursor] = useState(0)
  const [asked] = useDebouncedValue(words.trim(), 120)
  const { past } = useTime()
  const commands = useCommands(words)
  const recent = useVisited(words.trim() === '')
  const found = useFound(asked)
  const records = words.trim() === '' ? recent : found.hits
  const hits = [...commands.here, ...records, ...commands.elsewhere]
  const at = Math.min(cursor, hits.length - 1)
  const isWaiting = words.trim() !== '' && (found.isWaiting || asked !== words.trim())
  const opens = useOpening(onClose)
  const onKey = (event: KeyboardEvent) => {
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 8, PageUp: at - 8 }[event.key]
    const end = event.ctrlKey ? { Home: 0, End: hits.length - 1 }[event.key] : undefined
    const next = to ?? end
    if (next !== undefined) setCursor(Math.max(0, Math.min(next, hits.length - 1)))
    else if (event.key === 'Enter' && hits[at]) opens(hits[at], event)
    else return
    event.preventDefault()
  }
  return (
    <Modal.Root opened onClose={onClose} size={620} yOffset="12vh" centered={false}>
      <Modal.Overlay />
      <Modal.Content aria-label="Search or do">
        <TextInput
          variant="unstyled"
          size="md"
          px={12}
          data-autofocus
          aria-label="Search or do"
          placeholder="A name, a number, a telephone number, a screen, or what to do"
          leftSection={<SearchIcon size={16} />}
          leftSectionWidth={40}
          value={words}
          maxLength={200}
          role="combobox"
          aria-expanded={hits.length > 0}
          aria-autocomplete="list"
          aria-controls="search-hits"
          aria-activedescendant={hits[at] ? `hit-${at}` : undefined}
          onChange={(event) => {
            setWords(event.currentTarget.value)
            setCursor(0)
          }}
          onKeyDown={onKey}
        />
        <div
          id="search-hits"
          className={classes.hits}
          role="listbox"
          aria-label="Found"
          hidden={hits.length === 0}
          aria-busy={isWaiting}
        >
          {hits.map((hit, index) => (
            <Fragment key={hit.key}>
              {hit.group !== hits[index - 1]?.group && <div className={classes.group}>{hit.group}</div>}
              <Line
                id={`hit-${index}`}
                hit={hit}
                current={index === at}
                onChoose={(event) => opens(hit, event)}
                onPoint={() => setCursor(index)}
              />
            </Fragment>
          ))}
        </div>
        <div role="status" className={classes.state}>
          {isWaiting && hits.length === 0 && 'Searching…'}
          {!isWaiting && found.error === null && hits.length === 0 && `Nothing found for “${words.trim()}”.`}
          {past && found.hits.length > 0 && 'Found by what it is called now; it opens as it was then.'}
        </div>
        {found.error !== null && (
          <div role="alert" className={classes.state}>
            Records could not be searched: {reasonOf(found.error)}{' '}
            <Button size="compact-xs" variant="default" onClick={found.again}>
              Try again
            </Button>
          </div>
        )}
      </Modal.Content>
    </Modal.Root>
  )
}

/** A hit leads there, with Ctrl in another tab; what is to be done is done when the box has gone. */
function useOpening(onClose: () => void) {
  const navigate = useNavigate()
  const router = useRouter()
  return ({ link, run, stays }: Hit, event: KeyboardEvent | MouseEvent) => {
    const another = event.ctrlKey || event.metaKey
    if (link && another && event.type === 'keydown') {
      window.open(router.buildLocation(link as never).href, '_blank', 'noopener')
      return
    }
    // The browser opens the other tab by itself, and who looks for more is not sent away.
    if (another && link) return
    if (!stays) onClose()
    run?.()
    if (link && event.type === 'keydown') void navigate(link)
  }
}

function Line({
  id,
  hit,
  current,
  onChoose,
  onPoint,
}: {
  id: string
  hit: Hit
  current: boolean
  onChoose: (event: MouseEvent) => void
  onPoint: () => void
}) {
  const shared = {
    id,
    role: 'option',
    tabIndex: -1,
    'aria-selected': current,
    className: classes.line,
    'data-current': current,
    onClick: onChoose,
    onMouseMove: onPoint,
    ref: current ? reveal : undefined,
  }
  const inside: ReactNode = (
    <>
      <hit.icon size={15} aria-hidden />
      <span className={classes.label}>{hit.label}</span>
      {hit.note && <span className={classes.note}>{hit.note}</span>}
      {hit.keys && <Key>{hit.keys}</Key>}
      {current && <CornerDownLeft size={13} aria-hidden />}
    </>
  )
  return hit.link ? (
    <Link {...hit.link} {...shared}>
      {inside}
    </Link>
  ) : (
    <div {...shared}>{inside}</div>
  )
}

function reveal(element: HTMLElement | null) {
  element?.scrollIntoView({ block: 'nearest' })
}
