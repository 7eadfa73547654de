import type { PostalAddress } from '../../domain/sales/delivery.ts'
import { document, element, text } from '../../platform/papers/xml.ts'
import type { ElectronicInvoice, ElectronicLine } from './e-invoice.ts'

const names = 'urn:un:unece:uncefact:data:standard'

/** As UN/CEFACT's Cross Industry Invoice (D16B) has it, of which Factur-X and ZUGFeRD are made. */
export function ciiOf(invoice: ElectronicInvoice): string {
  const { currency, ownTax, seller } = invoice
  return document(
    element(
      'rsm:CrossIndustryInvoice',
      [
        element(
          'rsm:ExchangedDocumentContext',
          ram('GuidelineSpecifiedDocumentContextParameter', ram('ID', text('urn:cen.eu:en16931:2017'))),
        ),
        element('rsm:ExchangedDocument', [
          ram('ID', text(invoice.number)),
          ram('TypeCode', invoice.type),
          ram('IssueDateTime', date('udt', invoice.issuedOn)),
          ram('IncludedNote', ram('Content', text(invoice.note))),
        ]),
        element('rsm:SupplyChainTradeTransaction', [
          invoice.lines.map(lineOf),
          ram('ApplicableHeaderTradeAgreement', [
            ram('SellerTradeParty', [
              ram('Name', text(seller.name)),
              postal(seller.address),
              ram(
                'SpecifiedTaxRegistration',
                element('ram:ID', text(seller.taxId.id), { schemeID: seller.taxId.scheme }),
              ),
            ]),
            ram('BuyerTradeParty', [ram('Name', text(invoice.buyer.name)), postal(invoice.buyer.address)]),
            ram('SellerOrderReferencedDocument', ram('IssuerAssignedID', text(invoice.orderNumber))),
          ]),
          ram(
            'ApplicableHeaderTradeDelivery',
            ram('ActualDeliverySupplyChainEvent', ram('OccurrenceDateTime', date('udt', invoice.suppliedOn))),
          ),
          ram('ApplicableHeaderTradeSettlement', [
            seller.iban === null ? '' : ram('PaymentReference', text(invoice.number)),
            ram('TaxCurrencyCode', ownTax?.currency),
            ram('InvoiceCurrencyCode', currency),
            seller.iban === null
              ? ''
              : ram('SpecifiedTradeSettlementPaymentMeans', [
                  ram('TypeCode', currency === 'EUR' ? '58' : '30'),
                  ram('PayeePartyCreditorFinancialAccount', [
                    ram('IBANID', seller.iban),
                    ram('AccountName', text(seller.name)),
                  ]),
                  ram('PayeeSpecifiedCreditorFinancialInstitution', ram('BICID', seller.bic)),
                ]),
            invoice.taxes.map(({ net, tax, ...category }) => taxOf(category, { tax, net })),
            ram('SpecifiedTradePaymentTerms', [
              ram('Description', text(invoice.terms)),
              invoice.dueOn === null ? '' : ram('DueDateDateTime', date('udt', invoice.dueOn)),
            ]),
            ram('SpecifiedTradeSettlementHeaderMonetarySummation', [
              ram('LineTotalAmount', invoice.net),
              ram('TaxBasisTotalAmount', invoice.net),
              element('ram:TaxTotalAmount', invoice.tax, { currencyID: currency }),
              ownTax ? element('ram:TaxTotalAmount', ownTax.amount, { currencyID: ownTax.currency }) : '',
              ram('GrandTotalAmount', invoice.gross),
              ram('DuePayableAmount', invoice.gross),
            ]),
            ram('InvoiceReferencedDocument', ram('IssuerAssignedID', text(invoice.corrects))),
          ]),
        ]),
      ],
      {
        'xmlns:rsm': `${names}:CrossIndustryInvoice:100`,
        'xmlns:ram': `${names}:ReusableAggregateBusinessInformationEntity:100`,
        'xmlns:udt': `${names}:UnqualifiedDataType:100`,
      },
    ),
  )
}

function lineOf(line: ElectronicLine): string {
  const { discount } = line
  return ram('IncludedSupplyChainTradeLineItem', [
    ram('AssociatedDocumentLineDocument', ram('LineID', line.id)),
    ram('SpecifiedTradeProduct', ram('Name', text(line.name))),
    ram('SpecifiedLineTradeAgreement', ram('NetPriceProductTradePrice', ram('ChargeAmount', line.price))),
    ram('SpecifiedLineTradeDelivery', element('ram:BilledQuantity', line.quantity, { unitCode: line.unit })),
    ram('SpecifiedLineTradeSettlement', [
      taxOf(line),
      discount === null
        ? ''
        : ram('SpecifiedTradeAllowanceCharge', [
            ram('ChargeIndicator', element('udt:Indicator', 'false')),
            ram('CalculationPercent', discount.percent),
            ram('BasisAmount', discount.base),
            ram('ActualAmount', discount.amount),
            ram('Reason', 'Discount'),
          ]),
      ram('SpecifiedTradeSettlementLineMonetarySummation', ram('LineTotalAmount', line.net)),
    ]),
  ])
}

const taxOf = (
  { category, percent }: { category: string; percent: string },
  sums?: { tax: string; net: string },
) =>
  ram('ApplicableTradeTax', [
    ram('CalculatedAmount', sums?.tax),
    ram('TypeCode', 'VAT'),
    ram('BasisAmount', sums?.net),
    ram('CategoryCode', category),
    ram('RateApplicablePercent', percent),
  ])

function postal({ lines, city, postalCode, state, country }: PostalAddress): string {
  const [first, second, ...rest] = lines
  return ram('PostalTradeAddress', [
    ram('PostcodeCode', text(postalCode)),
    ram('LineOne', text(first)),
    ram('LineTwo', text(second)),
    ram('LineThree', text(rest.join(', '))),
    ram('CityName', text(city)),
    ram('CountryID', country),
    ram('CountrySubDivisionName', text(state)),
  ])
}

const date = (prefix: string, day: string) =>
  element(`${prefix}:DateTimeString`, day.replaceAll('-', ''), { format: '102' })
const ram = (name: string, content: Parameters<typeof element>[1]) => element(`ram:${name}`, content)
