import type { PostalAddress } from '../../domain/sales/delivery.ts'
import { document, element, text } from '../../platform/papers/xml.ts'
import type { ElectronicInvoice, ElectronicLine } from './e-invoice.ts'

const names = 'urn:oasis:names:specification:ubl:schema:xsd'

/** As UBL 2.1 has it: an `Invoice`, or a `CreditNote`. Elements stand in the order of the schema. */
export function ublOf(invoice: ElectronicInvoice): string {
  const { type, currency, ownTax, corrects, seller, buyer } = invoice
  const isCredit = type === '381'
  const root = isCredit ? 'CreditNote' : 'Invoice'
  const amount = (name: string, value: string, code = currency) => cbc(name, value, { currencyID: code })
  return document(
    element(
      root,
      [
        cbc('CustomizationID', 'urn:cen.eu:en16931:2017'),
        cbc('ID', invoice.number),
        cbc('IssueDate', invoice.issuedOn),
        isCredit ? '' : cbc('DueDate', invoice.dueOn),
        cbc(`${root}TypeCode`, type),
        cbc('Note', invoice.note),
        cbc('DocumentCurrencyCode', currency),
        cbc('TaxCurrencyCode', ownTax?.currency),
        cac('OrderReference', [cbc('ID', 'NA'), cbc('SalesOrderID', invoice.orderNumber)]),
        cac('BillingReference', cac('InvoiceDocumentReference', cbc('ID', corrects))),
        cac(
          'AccountingSupplierParty',
          cac('Party', [
            postal(seller.address),
            cac('PartyTaxScheme', [
              cbc('CompanyID', seller.taxId.id),
              cac('TaxScheme', cbc('ID', seller.taxId.scheme === 'VA' ? 'VAT' : 'TAX')),
            ]),
            cac('PartyLegalEntity', cbc('RegistrationName', seller.name)),
          ]),
        ),
        cac(
          'AccountingCustomerParty',
          cac('Party', [postal(buyer.address), cac('PartyLegalEntity', cbc('RegistrationName', buyer.name))]),
        ),
        cac('Delivery', cbc('ActualDeliveryDate', invoice.suppliedOn)),
        seller.iban === null
          ? ''
          : cac('PaymentMeans', [
              cbc('PaymentMeansCode', currency === 'EUR' ? '58' : '30'),
              cbc('PaymentID', invoice.number),
              cac('PayeeFinancialAccount', [
                cbc('ID', seller.iban),
                cbc('Name', seller.name),
                cac('FinancialInstitutionBranch', cbc('ID', seller.bic)),
              ]),
            ]),
        cac('PaymentTerms', cbc('Note', invoice.terms)),
        cac('TaxTotal', [
          amount('TaxAmount', invoice.tax),
          invoice.taxes.map(({ net, tax, ...category }) =>
            cac('TaxSubtotal', [
              amount('TaxableAmount', net),
              amount('TaxAmount', tax),
              taxCategory('TaxCategory', category),
            ]),
          ),
        ]),
        ownTax ? cac('TaxTotal', amount('TaxAmount', ownTax.amount, ownTax.currency)) : '',
        cac('LegalMonetaryTotal', [
          amount('LineExtensionAmount', invoice.net),
          amount('TaxExclusiveAmount', invoice.net),
          amount('TaxInclusiveAmount', invoice.gross),
          amount('PayableAmount', invoice.gross),
        ]),
        invoice.lines.map((line) => lineOf(line, root, amount)),
      ],
      {
        xmlns: `${names}:${root}-2`,
        'xmlns:cac': `${names}:CommonAggregateComponents-2`,
        'xmlns:cbc': `${names}:CommonBasicComponents-2`,
      },
    ),
  )
}

type Amount = (name: string, value: string) => string

function lineOf(line: ElectronicLine, root: 'Invoice' | 'CreditNote', amount: Amount): string {
  const { discount } = line
  return cac(`${root}Line`, [
    cbc('ID', line.id),
    cbc(root === 'Invoice' ? 'InvoicedQuantity' : 'CreditedQuantity', line.quantity, { unitCode: line.unit }),
    amount('LineExtensionAmount', line.net),
    discount === null
      ? ''
      : cac('AllowanceCharge', [
          cbc('ChargeIndicator', 'false'),
          cbc('AllowanceChargeReason', 'Discount'),
          cbc('MultiplierFactorNumeric', discount.percent),
          amount('Amount', discount.amount),
          amount('BaseAmount', discount.base),
        ]),
    cac('Item', [cbc('Name', line.name), taxCategory('ClassifiedTaxCategory', line)]),
    cac('Price', amount('PriceAmount', line.price)),
  ])
}

const taxCategory = (name: string, { category, percent }: { category: string; percent: string }) =>
  cac(name, [cbc('ID', category), cbc('Percent', percent), cac('TaxScheme', cbc('ID', 'VAT'))])

function postal({ lines, city, postalCode, state, country }: PostalAddress): string {
  const [street, more, ...rest] = lines
  return cac('PostalAddress', [
    cbc('StreetName', street),
    cbc('AdditionalStreetName', more),
    cbc('CityName', city),
    cbc('PostalZone', postalCode),
    cbc('CountrySubentity', state),
    cac('AddressLine', cbc('Line', rest.join(', '))),
    cac('Country', cbc('IdentificationCode', country)),
  ])
}

const cbc = (name: string, value: string | null | undefined, attributes?: Record<string, string>) =>
  element(`cbc:${name}`, text(value), attributes)
const cac = (name: string, content: Parameters<typeof element>[1]) => element(`cac:${name}`, content)
