import { Button, Popover } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, type LinkProps } from '@tanstack/react-router'
import { Circle, CircleCheck, ListChecks } from 'lucide-react'
import { useState } from 'react'
import { read } from '../../api/client.ts'
import { useCommand } from '../../api/commands.ts'
import type { FirstSteps as Steps } from '../../api/models.ts'
import nav from '../../ui/nav-item.module.css'
import { failed } from '../../ui/notices.ts'
import { contact } from '../customers/contact.entry.ts'
import { opportunity } from '../sales/opportunity.entry.ts'
import classes from './first-steps.module.css'

const steps: Readonly<Record<Steps['steps'][number]['step'], { words: string; link: LinkProps }>> = {
  'complete-profile': { words: 'Add your telephone number', link: { to: '/me' } },
  'add-second-factor': { words: 'Set up a second factor', link: { to: '/me' } },
  'add-contact': { words: 'Add a contact', link: { to: '/$path', params: { path: contact.path } } },
  'open-deal': { words: 'Open a deal', link: { to: '/$path', params: { path: opportunity.path } } },
}

/** What somebody new may want to do first; gone when all is done, or when they have seen enough of it. */
export function FirstSteps() {
  const [opened, setOpened] = useState(false)
  const command = useCommand()
  const { data, refetch } = useQuery({
    queryKey: ['onboarding'],
    queryFn: ({ signal }) => read<Steps>('/me/onboarding', { signal }),
    staleTime: 60_000,
  })
  if (!data || data.done || data.dismissed) return null
  const doneSteps = data.steps.filter(({ done }) => done).length
  const dismiss = () =>
    command
      .mutateAsync({ method: 'POST', path: '/me/onboarding/dismiss', touches: ['onboarding', 'preferences'] })
      .catch((error: unknown) => failed('The list stays', error))
  const open = (wanted: boolean) => {
    setOpened(wanted)
    // A contact or a deal was added in between, maybe.
    if (wanted) void refetch()
  }
  return (
    <Popover opened={opened} onChange={open} position="right-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={`${nav.item} ${classes.open}`}
          onClick={() => open(!opened)}
          aria-expanded={opened}
        >
          <ListChecks size={16} aria-hidden />
          <span>
            First steps {doneSteps} of {data.steps.length}
          </span>
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <ul className={classes.list} aria-label="First steps">
          {data.steps.map(({ step, done }) => {
            const Icon = done ? CircleCheck : Circle
            return (
              <li key={step} className={classes.step}>
                <Icon
                  size={14}
                  role="img"
                  aria-label={done ? 'Done' : 'To do'}
                  color={done ? 'var(--good)' : 'currentColor'}
                />
                {done ? (
                  steps[step].words
                ) : (
                  <Link {...steps[step].link} onClick={() => setOpened(false)}>
                    {steps[step].words}
                  </Link>
                )}
              </li>
            )
          })}
        </ul>
        <Button variant="subtle" size="compact-xs" onClick={() => void dismiss()}>
          Show this no more
        </Button>
      </Popover.Dropdown>
    </Popover>
  )
}
