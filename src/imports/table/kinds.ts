import { z } from 'zod'
import type { Claim } from '../../commands/command.ts'
import { accountNameClaim } from '../../commands/customers/account.ts'
import { contactEmailClaim } from '../../commands/customers/contact.ts'
import { sameName } from '../../domain/values/text.ts'
import { vocabulary } from '../../domain/values/vocabulary.ts'

/** What a value of a column is. What refers to something is found by what people call it, or by its key in the source. */
export const fieldTypes = [
  'text',
  'prose',
  'email',
  'phone',
  'link',
  'day',
  'instant',
  'integer',
  'decimal',
  'money',
  'price',
  'yes-no',
  'country',
  'language',
  'choice',
  'owner',
  'account',
  'account-key',
  'contact',
  'contact-key',
  'product',
  'pipeline',
  'stage',
] as const
export type FieldType = (typeof fieldTypes)[number]

export interface Field {
  /** Where it goes in the body of the command: `name.first`, `addresses.billing.city`, `accountId`, `custom.region`. */
  key: string
  label: string
  type: FieldType
  /** Columns that are called so in the exports of others, without spaces, signs and capitals. */
  known: readonly string[]
  required?: true
  /** What can be chosen. */
  options?: readonly string[]
}

export const importKinds = ['account', 'contact', 'lead', 'opportunity', 'product'] as const
export const importKind = z.enum(importKinds).register(vocabulary, { id: 'ImportKind' })
export type ImportKind = z.output<typeof importKind>

export type Body = Readonly<Record<string, unknown>>

export interface Kind {
  model: ImportKind
  create: string
  /** What is not changed by the command `<model>.change`, and by which one it is. */
  changedBy: Readonly<Record<string, string>>
  fields: readonly Field[]
  /** What tells records apart where the file has no keys. */
  identity: readonly string[]
  /** What of a record nobody else has, and the field of it. */
  claims(body: Body): readonly { claim: Claim; field: string }[]
}

type Spec = readonly [key: string, label: string, type: FieldType, known: string, more?: Partial<Field>]

const fields = (...specs: readonly Spec[]): Field[] =>
  specs.map(([key, label, type, known, more]) => ({
    key,
    label,
    type,
    known: known.split(' ').filter(Boolean),
    ...more,
  }))

/** The parts of an address, for what it is. `prefixes`: how columns of it begin. */
const address = (kind: string, label: string, prefixes: readonly string[]): Field[] => {
  const known = (...names: string[]) =>
    prefixes.flatMap((prefix) => names.map((name) => prefix + name)).join(' ')
  return fields(
    [
      `addresses.${kind}.street`,
      `${label}: street`,
      'prose',
      known('street', 'streetaddress', 'address', 'addressline1', 'address1street'),
    ],
    [
      `addresses.${kind}.postalCode`,
      `${label}: postal code`,
      'text',
      known('postalcode', 'zip', 'zipcode', 'zippostalcode', 'code', 'address1postalcode'),
    ],
    [`addresses.${kind}.city`, `${label}: city`, 'text', known('city', 'address1city')],
    [
      `addresses.${kind}.state`,
      `${label}: state`,
      'text',
      known('state', 'stateprovince', 'stateregion', 'address1region'),
    ],
    [
      `addresses.${kind}.country`,
      `${label}: country`,
      'country',
      known('country', 'countryregion', 'countryterritory', 'address1country'),
    ],
  )
}

const owner: Spec = [
  'ownerId',
  'Owner',
  'owner',
  'owner ownerid ownername recordowner accountowner contactowner leadowner leadownername opportunityowner dealowner companyowner hubspotownerid userid salesperson ownerfullname owneremail',
]
const created: Spec = [
  'createdAt',
  'Created (it is back-dated to then)',
  'instant',
  'createddate createdate createdon created createdat createdtime createdonutc',
]

const kinds: Readonly<Record<ImportKind, Kind>> = {
  account: {
    model: 'account',
    create: 'account.create',
    changedBy: {},
    identity: ['name'],
    claims: ({ name }) =>
      typeof name === 'string' ? [{ claim: accountNameClaim(name), field: 'name' }] : [],
    fields: [
      ...fields(
        [
          'name',
          'Name',
          'text',
          'name accountname companyname company organization organisation displayname',
          { required: true },
        ],
        ['website', 'Website', 'link', 'website url webpage companydomainname domain'],
        ['email', 'E-mail', 'email', 'email emailaddress'],
        ['phone', 'Phone', 'phone', 'phone phonenumber mainphone companymainphone'],
        ['otherPhones.fax', 'Fax', 'phone', 'fax faxnumber'],
        ['sector', 'Sector', 'text', 'industry sector'],
        ['employees', 'Employees', 'integer', 'employees numberofemployees noofemployees'],
        ['revenue', 'Revenue', 'money', 'annualrevenue revenue'],
        ['yearEstablished', 'Year established', 'integer', 'yearfounded yearstarted yearestablished'],
        ['country', 'Country', 'country', 'country'],
        [
          'relation',
          'Relation',
          'choice',
          'relation',
          { options: ['customer', 'prospect', 'partner', 'vendor'] },
        ],
        ['classification', 'Class', 'text', 'classification rating'],
        ['parentId', 'Parent account', 'account', 'parentaccount parentcompany parentaccountname'],
        [
          'parentId.key',
          'Parent account, by its key',
          'account-key',
          'parentid parentaccountid parentcompanyid',
        ],
        ['serviceNotes', 'Notes for service', 'prose', ''],
        owner,
        created,
      ),
      ...address('billing', 'Billing address', ['billing', 'billto', '', 'business']),
      ...address('delivery', 'Delivery address', ['shipping', 'delivery', 'shipto']),
    ],
  },
  contact: {
    model: 'contact',
    create: 'contact.create',
    changedBy: {},
    identity: ['email', 'name'],
    claims: ({ email }) =>
      typeof email === 'string' ? [{ claim: contactEmailClaim(email), field: 'email' }] : [],
    fields: [
      ...fields(
        ['name.first', 'First name', 'text', 'firstname givenname first'],
        ['name.last', 'Last name', 'text', 'lastname familyname surname last'],
        ['name.full', 'Full name', 'text', 'fullname name contactname displayname'],
        ['email', 'E-mail', 'email', 'email emailaddress email1value email1address workemail'],
        [
          'otherEmails.other',
          'Another e-mail',
          'email',
          'email2 email2value email2address secondaryemail otheremail emailaddress2',
        ],
        ['phone', 'Phone', 'phone', 'phone phonenumber businessphone phone1value workphone telephone'],
        [
          'otherPhones.mobile',
          'Mobile phone',
          'phone',
          'mobile mobilephone mobilephonenumber cellphone phone2value',
        ],
        ['otherPhones.private', 'Private phone', 'phone', 'homephone otherphone'],
        ['otherPhones.fax', 'Fax', 'phone', 'fax businessfax'],
        [
          'title',
          'Job title',
          'text',
          'title jobtitle jobposition function organizationtitle organization1title',
        ],
        [
          'accountId',
          'Account',
          'account',
          'account accountname company companyname organization organizationname organization1name parentname associatedcompany',
        ],
        [
          'accountId.key',
          'Account, by its key',
          'account-key',
          'accountid associatedcompanyid companyid parentid',
        ],
        ['birthDate', 'Birthday', 'day', 'birthday birthdate dateofbirth'],
        ['language', 'Language', 'language', 'language preferredlanguage lang'],
        ['region', 'Region', 'text', 'region salesregion'],
        ['classification', 'Class', 'text', 'classification'],
        owner,
        created,
      ),
      ...address('visiting', 'Address', ['mailing', 'business', '', 'work', 'address1']),
      ...address('private', 'Private address', ['home', 'other', 'private']),
    ],
  },
  lead: {
    model: 'lead',
    create: 'lead.capture',
    changedBy: { ownerId: 'lead.assign' },
    identity: ['email', 'name', 'company'],
    claims: () => [],
    fields: fields(
      ['name.first', 'First name', 'text', 'firstname givenname'],
      ['name.last', 'Last name', 'text', 'lastname familyname surname'],
      ['name.full', 'Full name', 'text', 'name fullname leadname contactname'],
      ['email', 'E-mail', 'email', 'email emailaddress emailfrom'],
      ['phone', 'Phone', 'phone', 'phone phonenumber mobile mobilephone'],
      ['company', 'Company', 'text', 'company companyname account accountname partnername'],
      ['country', 'Country', 'country', 'country countryregion'],
      ['postcode', 'Postal code', 'text', 'postalcode zip zipcode zippostalcode'],
      ['source', 'Source', 'text', 'leadsource source sourceid originalsource'],
      ['campaign', 'Campaign', 'text', 'campaign campaignname campaignid'],
      ['productInterest', 'Interested in', 'text', 'productinterest product'],
      owner,
      created,
    ),
  },
  opportunity: {
    model: 'opportunity',
    create: 'opportunity.open',
    changedBy: {
      amount: 'opportunity.change-amount',
      closeDate: 'opportunity.change-close-date',
      ownerId: 'opportunity.assign',
    },
    identity: ['name', 'accountId'],
    claims: () => [],
    fields: fields(
      ['name', 'Name', 'text', 'name dealname opportunityname opportunity', { required: true }],
      [
        'accountId',
        'Account',
        'account',
        'account accountname company companyname organization partnername associatedcompany',
      ],
      ['accountId.key', 'Account, by its key', 'account-key', 'accountid associatedcompanyid companyid'],
      ['contactId', 'Contact, by e-mail', 'contact', 'contactemail primarycontactemail emailfrom'],
      ['contactId.key', 'Contact, by its key', 'contact-key', 'contactid associatedcontactid'],
      ['productId', 'Product, by its code', 'product', 'productcode'],
      ['pipelineId', 'Pipeline', 'pipeline', 'pipeline pipelinename'],
      ['stage', 'Stage', 'stage', 'stage stagename dealstage stageid salesstage'],
      ['amount', 'Amount', 'money', 'amount expectedrevenue amountincompanycurrency dealamount value'],
      ['closeDate', 'Close date', 'day', 'closedate closingdate dateclosed datedeadline expectedclosing'],
      ['nextStep', 'Next step', 'text', 'nextstep'],
      ['channel', 'Channel', 'text', 'channel type dealtype'],
      ['lostReason', 'Why it was lost', 'text', 'lossreason lostreason closedlostreason lostreasonid'],
      owner,
      created,
    ),
  },
  product: {
    model: 'product',
    create: 'product.create',
    changedBy: {},
    identity: ['code'],
    claims: ({ code }) =>
      typeof code === 'string'
        ? [{ claim: { kind: 'product-code', value: sameName(code) }, field: 'code' }]
        : [],
    fields: fields(
      ['name', 'Name', 'text', 'name productname', { required: true }],
      ['code', 'Code', 'text', 'productcode code sku internalreference defaultcode', { required: true }],
      ['price', 'Price', 'price', 'unitprice price listprice salesprice', { required: true }],
      ['description', 'Description', 'prose', 'description productdescription'],
      ['available', 'Can be had', 'yes-no', 'available isactive active'],
      ['stockNote', 'Note on stock', 'text', 'stocknote'],
      ['vendorId', 'Vendor', 'account', 'vendor vendorname manufacturer'],
      created,
    ),
  },
}

export const kindOf = (model: ImportKind): Kind => kinds[model]

/** As columns are compared: letters and digits. */
export const bare = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
