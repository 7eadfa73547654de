import { ActionIcon, Button, Group, Popover, SegmentedControl, Stack, Tooltip } from '@mantine/core'
import { ChevronDown, ChevronLeft, ChevronRight, Clock } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { dayAndTime } from '../ui/format.ts'
import { done, failed } from '../ui/notices.ts'
import { useShortcuts } from '../ui/shortcuts.ts'
import { Waiting } from '../ui/states.tsx'
import { useIsComparable, useScope, useStep } from './screen-changes.ts'
import classes from './time.module.css'
import { presets } from './time.ts'
import { useAgainst, useTime } from './use-time.ts'

export const loadPicker = () => import('./picker.tsx')
const Picker = lazy(async () => ({ default: (await loadPicker()).Picker }))

/** The control of the whole app: which instant every screen is about. */
export function TimeBar({
  choosing,
  onChoosing,
}: {
  choosing: boolean
  onChoosing: (open: boolean) => void
}) {
  const { view, past, go } = useTime()
  const scope = useScope()
  const step = useStep()
  const { against, compare } = useAgainst()
  const isComparable = useIsComparable()
  const [wanted, setWanted] = useState<'show' | 'compare'>('show')
  const comparing = isComparable && wanted === 'compare'
  const stepBy = (direction: 'back' | 'on') => {
    step(direction).then(
      (found) => {
        if (!found && direction === 'back') done('Nothing on this screen changed before.')
      },
      (error: unknown) => failed('The changes could not be loaded', error),
    )
  }
  useShortcuts('Time', [
    { key: 'ArrowLeft', label: 'To the change before', moves: true, run: () => stepBy('back') },
    { key: 'ArrowRight', label: 'To the next change', moves: true, run: () => past && stepBy('on') },
  ])
  const choose = (at: Date) => {
    onChoosing(false)
    if (comparing) compare(at.toISOString())
    else go(at.getTime() >= Date.now() ? null : at.toISOString())
  }
  const stopComparing = () => {
    onChoosing(false)
    compare(null)
  }
  /** What takes away the instant that was chosen. */
  const ending = comparing
    ? against && { label: 'Stop comparing', run: stopComparing }
    : past && { label: 'Now', run: () => choose(new Date()) }
  return (
    <fieldset className={classes.bar} data-past={past} aria-label="Time">
      <Tooltip label="To the change before (←)">
        <ActionIcon aria-label="To the change before" disabled={!scope} onClick={() => stepBy('back')}>
          <ChevronLeft size={16} />
        </ActionIcon>
      </Tooltip>
      <Popover opened={choosing} onChange={onChoosing} position="bottom" shadow="md" trapFocus returnFocus>
        <Popover.Target>
          <button
            type="button"
            className={classes.instant}
            onClick={() => onChoosing(!choosing)}
            aria-expanded={choosing}
            aria-keyshortcuts="t"
          >
            <Clock size={14} aria-hidden />
            <span>{view ? dayAndTime(new Date(view.asOf)) : 'Now'}</span>
            <ChevronDown size={12} aria-hidden />
          </button>
        </Popover.Target>
        <Popover.Dropdown>
          <Group align="flex-start" gap={16} wrap="nowrap">
            <Stack gap={2}>
              <SegmentedControl
                size="xs"
                mb={4}
                aria-label="What to do with an instant"
                value={comparing ? 'compare' : 'show'}
                onChange={(value) => setWanted(value === 'compare' ? 'compare' : 'show')}
                data={[
                  { value: 'show', label: 'Show as it was' },
                  { value: 'compare', label: 'Compare with', disabled: !isComparable },
                ]}
              />
              {presets(new Date()).map(({ label, at }) => (
                <Button
                  key={label}
                  variant="subtle"
                  color="gray"
                  justify="flex-start"
                  onClick={() => choose(at)}
                >
                  {label}
                </Button>
              ))}
              {ending && (
                <Button variant="light" mt={8} onClick={ending.run}>
                  {ending.label}
                </Button>
              )}
            </Stack>
            <Suspense fallback={<Waiting rows={8} />}>
              <Picker
                at={new Date((comparing ? against : view)?.asOf ?? Date.now())}
                action={comparing ? 'Compare with this instant' : 'Show this instant'}
                onChoose={choose}
              />
            </Suspense>
          </Group>
        </Popover.Dropdown>
      </Popover>
      <Tooltip label="To the next change (→)">
        <ActionIcon aria-label="To the next change" disabled={!scope || !past} onClick={() => stepBy('on')}>
          <ChevronRight size={16} />
        </ActionIcon>
      </Tooltip>
    </fieldset>
  )
}
