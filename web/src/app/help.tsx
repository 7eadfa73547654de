import { Button, Drawer, Stack, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useRouterState } from '@tanstack/react-router'
import { LifeBuoy, Search } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { read } from '../api/client.ts'
import type { HelpHits, HelpPage } from '../api/models.ts'
import { Questions } from '../features/service/support/questions.tsx'
import { Markdown } from '../ui/markdown.tsx'
import { Quiet } from '../ui/screen.tsx'
import { Failure, Waiting } from '../ui/states.tsx'
import classes from './help.module.css'
import { ShortcutGroups } from './shortcut-list.tsx'

const AskSupport = lazy(async () => ({
  default: (await import('../features/service/support/ask.tsx')).AskSupport,
}))

/** Help for the screen one is on, a search over all of it, the keys that work here, and somebody to ask. */
export function Help({ onClose }: { onClose: () => void }) {
  const here = useRouterState({ select: ({ location }) => location.pathname.split('/')[1] ?? '' })
  const [screen, setScreen] = useState(here)
  const [words, setWords] = useState('')
  const [wanted] = useDebouncedValue(words.trim(), 200)
  const [asking, setAsking] = useState(false)
  const show = (of: string) => {
    setScreen(of)
    setWords('')
  }
  return (
    <>
      <Drawer opened={!asking} onClose={onClose} position="right" size={420} title="Help">
        <Stack gap={16}>
          <TextInput
            aria-label="Search help"
            placeholder="Search help"
            leftSection={<Search size={14} />}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          {wanted === '' ? <Article screen={screen} /> : <Hits words={wanted} onChoose={show} />}
          <section>
            <h2 className={classes.title}>Nothing here that helps?</h2>
            <Button variant="default" leftSection={<LifeBuoy size={14} />} onClick={() => setAsking(true)}>
              Contact support
            </Button>
          </section>
          <Questions />
          <section>
            <h2 className={classes.title}>Keyboard shortcuts</h2>
            <ShortcutGroups />
          </section>
        </Stack>
      </Drawer>
      <Suspense>{asking && <AskSupport onClose={() => setAsking(false)} />}</Suspense>
    </>
  )
}

function Article({ screen }: { screen: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['help', 'page', screen],
    queryFn: ({ signal }) => read<HelpPage>(`/help/${encodeURIComponent(screen)}`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (!data) return <Waiting rows={4} label="Loading help" />
  return (
    <article aria-label={data.title}>
      <h2 className={classes.head}>{data.title}</h2>
      <Markdown text={data.text} />
    </article>
  )
}

function Hits({ words, onChoose }: { words: string; onChoose: (screen: string) => void }) {
  const { data } = useQuery({
    queryKey: ['help', 'search', words],
    queryFn: ({ signal }) => read<HelpHits>('/help', { parameters: { q: words }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (!data) return <Waiting rows={4} label="Searching help" />
  if (data.items.length === 0) return <Quiet>Nothing in the help has these words.</Quiet>
  return (
    <ul className={classes.hits} aria-label="Found in help">
      {data.items.map(({ screen, title, excerpt }) => (
        <li key={screen}>
          <button type="button" className={classes.hit} onClick={() => onChoose(screen)}>
            <strong>{title}</strong>
            <span>{excerpt}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
