import { useState } from 'react'
import { Reference } from '../../../records/field-value.tsx'
import { Report } from '../../../records/report.tsx'
import { WriteButton } from '../../../time/write.tsx'
import { counted } from '../../../ui/format.ts'
import { Quiet, Table } from '../../../ui/screen.tsx'
import { MoneyValue, Nothing } from '../../../ui/values.tsx'
import type { CrossSelling, WhiteSpace } from '../cross-selling.entry.ts'
import { OpenDeal, type Proposed } from './open-deal.tsx'
import { proposalOf, reasonOf, Together } from './together.tsx'

/** What this account may buy, too: what accounts alike have, and what is often bought with what it has (CUS-17, OPP-26). */
export function AccountSuggestions({ id }: { id: string }) {
  const [proposed, propose] = useState<Proposed | null>(null)
  const button = (of: Proposed) => (
    <WriteButton
      size="compact-xs"
      variant="default"
      permission="opportunity.open"
      aria-label={`Create opportunity: ${of.productName}`}
      onClick={() => propose(of)}
    >
      Create opportunity
    </WriteButton>
  )
  return (
    <>
      <Report<WhiteSpace>
        model="account"
        title="What accounts alike have"
        path={`/accounts/${id}/white-space`}
      >
        {({ suggestions, alike, method }) =>
          suggestions.length === 0 ? (
            <Quiet>
              {alike.accounts === 0
                ? 'No account that is alike has bought anything. Industry, size and class say which are.'
                : `Nothing that several of ${counted(alike.accounts, 'account', 'accounts')} alike have and this one has not.`}
            </Quiet>
          ) : (
            <>
              <Table label="What accounts alike have" head={['Product', 'Why', 'Price', '']}>
                {suggestions.map(({ productId, productName, price, reason, found, of }) => (
                  <tr key={productId}>
                    <td>
                      <Reference model="product" id={productId} name={productName} />
                    </td>
                    <td>{reason}</td>
                    <td>{price ? <MoneyValue value={price} /> : <Nothing />}</td>
                    <td>
                      {button({
                        accountId: id,
                        productName,
                        price,
                        reason,
                        proposal: { basis: 'alike', productId, withProductId: null, found, of },
                      })}
                    </td>
                  </tr>
                ))}
              </Table>
              <Quiet>{method}</Quiet>
            </>
          )
        }
      </Report>
      <Report<CrossSelling>
        model="opportunity"
        title="Often bought together"
        path="/cross-selling"
        parameters={{ accountId: id }}
      >
        {(found) => (
          <Together
            of={found}
            none="Nothing is often bought with what this account has, and missing here."
            action={(one) =>
              button({
                accountId: id,
                productName: one.productName,
                price: one.price ?? null,
                reason: reasonOf(one),
                proposal: proposalOf(one),
              })
            }
          />
        )}
      </Report>
      {proposed && <OpenDeal of={proposed} onClose={() => propose(null)} />}
    </>
  )
}
