import { Tabs } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type ComponentType, lazy, Suspense } from 'react'
import { useMay } from '../../../api/session.ts'
import type { Search } from '../../../time/time.ts'
import { Quiet, Screen } from '../../../ui/screen.tsx'
import { Waiting } from '../../../ui/states.tsx'

interface Part {
  /** As it stands in the address. */
  key: string
  label: string
  needs: string
  load: () => Promise<ComponentType>
}

const parts = (
  [
    {
      key: 'statistics',
      label: 'Statistics',
      needs: 'report.read',
      load: async () => (await import('./statistics.tsx')).Statistics,
    },
    {
      key: 'products',
      label: 'Products',
      needs: 'ticket.read',
      load: async () => (await import('./products.tsx')).Products,
    },
    {
      key: 'customers',
      label: 'Customers',
      needs: 'order.read',
      load: async () => (await import('./customers.tsx')).Customers,
    },
    {
      key: 'market',
      label: 'Market',
      needs: 'opportunity.read',
      load: async () => (await import('./market-trends.tsx')).MarketTrends,
    },
    {
      key: 'support',
      label: 'Support',
      needs: 'coaching.read',
      load: async () => (await import('./support-ranking.tsx')).SupportRanking,
    },
    {
      key: 'satisfaction',
      label: 'Satisfaction',
      needs: 'ticket.read',
      load: async () => (await import('./satisfaction-actions.tsx')).SatisfactionActions,
    },
    {
      key: 'automation',
      label: 'Automation',
      needs: 'performance.read',
      load: async () => (await import('./automation-effect.tsx')).AutomationEffect,
    },
    {
      key: 'cohorts',
      label: 'Cohorts',
      needs: 'performance.read',
      load: async () => (await import('./cohorts.tsx')).Cohorts,
    },
    {
      key: 'churn',
      label: 'Customers at risk',
      needs: 'order.read',
      load: async () => (await import('./churn.tsx')).Churn,
    },
    {
      key: 'reliability',
      label: 'Reliability',
      needs: 'performance.read',
      load: async () => (await import('./reliability.tsx')).Reliability,
    },
  ] satisfies Part[]
).map(({ load, ...part }) => ({ ...part, Part: lazy(async () => ({ default: await load() })) }))

/** What follows from what happened, one question a tab. */
export function InsightScreen() {
  const may = useMay()
  const { part } = useSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const shown = parts.filter(({ needs }) => may(needs))
  const chosen = shown.find(({ key }) => key === part) ?? shown[0]
  return (
    <Screen
      title="Insight"
      about="Each figure stands with how many records it is made of and how sure it is, as of the time shown; a figure opens its records."
    >
      {chosen ? (
        <Tabs
          value={chosen.key}
          keepMounted={false}
          onChange={(next) =>
            void navigate({
              to: '.',
              search: (before: Search) => ({ ...before, part: next ?? undefined, by: undefined }),
              replace: true,
            })
          }
        >
          <Tabs.List mb={16}>
            {shown.map(({ key, label }) => (
              <Tabs.Tab key={key} value={key}>
                {label}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {shown.map(({ key, label, Part: Shown }) => (
            <Tabs.Panel key={key} value={key}>
              <Suspense fallback={<Waiting rows={8} label={`Loading ${label}`} />}>
                <Shown />
              </Suspense>
            </Tabs.Panel>
          ))}
        </Tabs>
      ) : (
        <Quiet>There is nothing of this that you may see.</Quiet>
      )}
    </Screen>
  )
}
