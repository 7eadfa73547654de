import { useCommand } from '../../../api/commands.ts'
import { Report } from '../../../records/report.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { done, failed } from '../../../ui/notices.ts'
import type { CrossSelling } from '../cross-selling.entry.ts'
import { proposalOf, type Suggestion, Together } from './together.tsx'

/** What is often bought with what stands on a quote; on a draft it becomes a line (OPP-26). */
export function QuoteSuggestions({ id }: { id: string }) {
  const command = useCommand()
  const take = (one: Suggestion) =>
    command.mutate(
      {
        method: 'POST',
        path: `/quotes/${id}/take-proposal`,
        body: { proposal: proposalOf(one) },
        touches: ['quote', 'opportunity'],
      },
      {
        onSuccess: () => done(`${one.productName} stands on the quote`),
        onError: (error) => failed(`${one.productName} was not added`, error),
      },
    )
  return (
    <Report<CrossSelling>
      model="quote"
      title="Often bought together"
      path="/cross-selling"
      parameters={{ quoteId: id }}
    >
      {(found) => (
        <Together
          of={found}
          none="Nothing is often bought with what stands here, and missing."
          action={(one) => (
            <WriteButton
              size="compact-xs"
              variant="default"
              permission="quote.change-lines"
              aria-label={`Add to the quote: ${one.productName}`}
              loading={command.isPending}
              onClick={() => take(one)}
            >
              Add to the quote
            </WriteButton>
          )}
        />
      )}
    </Report>
  )
}
