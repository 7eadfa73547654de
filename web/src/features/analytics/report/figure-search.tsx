import { Popover, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Sigma } from 'lucide-react'
import { useState } from 'react'
import { derivedQuery } from '../../../api/queries.ts'
import type { Replies } from '../../../api/types.gen.ts'
import { useView } from '../../../time/use-time.ts'
import { counted, timesInWords } from '../../../ui/format.ts'
import { Failure, Waiting } from '../../../ui/states.tsx'
import classes from './figure-search.module.css'
import { valueWords } from './words.ts'

type Found = Replies['/figures']
type Figure = Found['items'][number]

/** A figure by the words that one would say for it, and the way to the report behind it (REP-14). */
export function FigureSearch() {
  const [text, setText] = useState('')
  const [q] = useDebouncedValue(text.trim(), 250)
  const query = useQuery({
    enabled: q !== '',
    ...derivedQuery<Found>('report', '/figures', { q }, useView()),
    placeholderData: keepPreviousData,
  })
  return (
    <Popover
      opened={q !== ''}
      position="bottom-start"
      width={420}
      shadow="md"
      trapFocus={false}
      withRoles={false}
    >
      <Popover.Target>
        <TextInput
          aria-label="Ask for a figure"
          placeholder="won revenue March West"
          leftSection={<Sigma size={14} />}
          w={260}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Escape' && setText('')}
        />
      </Popover.Target>
      <Popover.Dropdown>
        <div aria-live="polite">
          {query.isError ? (
            <Failure error={query.error} retry={() => void query.refetch()} />
          ) : query.data ? (
            <Figures found={query.data} />
          ) : (
            <Waiting rows={2} label="Looking" />
          )}
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}

function Figures({ found: { items, unknown, figures } }: { found: Found }) {
  if (unknown.length > 0)
    return (
      <p className={classes.said}>Nothing here is called {unknown.map((word) => `“${word}”`).join(', ')}.</p>
    )
  if (items.length === 0) return <p className={classes.said}>Figures with a name: {figures.join(', ')}.</p>
  return (
    <ul className={classes.figures}>
      {items.map((one) => (
        <li key={JSON.stringify(one.definition)}>
          <OneFigure figure={one} />
        </li>
      ))}
    </ul>
  )
}

function OneFigure({ figure: { definition, understood, value, records } }: { figure: Figure }) {
  const [measure] = definition.measures
  const said = understood.map((part) => timesInWords(part.name)).join(', ')
  // Names of people and places keep their letters.
  const name = said.charAt(0).toUpperCase() + said.slice(1)
  return (
    <Link
      to="/$path"
      params={{ path: 'explore' }}
      search={{ name, q: JSON.stringify(definition) } as never}
      className={classes.figure}
    >
      <strong>{measure && valueWords(value, measure)}</strong>
      <span>{name}</span>
      <span className={classes.records}>{counted(records, 'record', 'records')}</span>
    </Link>
  )
}
