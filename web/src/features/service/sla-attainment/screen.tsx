import { Screen } from '../../../ui/screen.tsx'
import { useCountedBy } from '../../analytics/counted-by.tsx'
import { AttainmentReport } from './report.tsx'

const words = { month: 'Month', agent: 'Agent', account: 'Account', contract: 'Contract' } as const

/** How many promises were kept, by month, agent, account and contract, as of the instant on screen. */
export function SlaAttainmentScreen() {
  const { by, period, inputs } = useCountedBy(words)
  return (
    <Screen
      title="Service levels kept"
      about="First answers and solutions in time and late. A number opens the tickets behind it."
      actions={inputs}
    >
      <AttainmentReport
        key={by}
        title={`By ${words[by].toLowerCase()}`}
        parameters={{ by, from: period.from, to: period.to }}
      />
    </Screen>
  )
}
