/** The words of the portal, in one language. Days and sums are as they are to be read. */
export interface Words {
  title: string
  skip: string
  sections: string
  overview: string
  tickets: string
  ask: string
  help: string
  quotes: string
  orders: string
  invoices: string
  contracts: string
  files: string
  own: string
  signOut: string
  hello: (name: string) => string
  signIn: string
  email: string
  password: string
  wrong: string
  noPassword: string
  sendLink: string
  linkSent: string
  linkSubject: (seller: string) => string
  linkLetter: (seller: string) => string
  linkLetterEnd: string
  inviteSubject: (seller: string) => string
  inviteLetter: (name: string, seller: string) => string
  inviteLetterEnd: (day: string) => string
  welcome: (name: string) => string
  choose: string
  chooseAct: string
  without: string
  withoutAct: string
  enterAct: string
  over: string
  off: string
  nowhere: string
  nothing: string
  noneToAnswer: string
  noneOpen: string
  status: string
  number: string
  date: string
  total: string
  due: string
  subject: string
  message: string
  you: string
  colleague: string
  answer: string
  answerAct: string
  closed: string
  askNext: string
  perhaps: string
  read: (title: string) => string
  askAnyway: string
  solved: string
  solvedYes: string
  solvedNo: string
  glad: string
  received: (number: string) => string
  toAnswer: string
  what: string
  quantity: string
  covers: string
  everything: string
  from: string
  until: string
  endless: string
  first: string
  last: string
  jobTitle: string
  phone: string
  street: string
  postalCode: string
  city: string
  country: string
  language: string
  save: string
  saved: string
  requested: string
  requestNote: string
  emailNote: string
  consents: string
  noConsents: string
  given: (day: string) => string
  withdrawnOn: (day: string) => string
  withdraw: string
  giveAgain: string
  newPassword: string
  oldPassword: string
  oldWrong: string
  passwordSet: string
  missing: string
  statuses: Readonly<Record<string, string>>
  channels: Readonly<Record<string, string>>
}

const en: Words = {
  title: 'Customer portal',
  skip: 'Skip to the content',
  sections: 'Portal',
  overview: 'Overview',
  tickets: 'Requests',
  ask: 'Ask something',
  help: 'Help articles',
  quotes: 'Quotes',
  orders: 'Orders',
  invoices: 'Invoices',
  contracts: 'Contracts',
  files: 'Files',
  own: 'Your data',
  signOut: 'Sign out',
  hello: (name) => `Hello ${name}`,
  signIn: 'Sign in',
  email: 'E-mail',
  password: 'Password',
  wrong: 'E-mail or password is wrong, or there is no access for them.',
  noPassword: 'No password, or forgotten it? Have a link sent to your mailbox.',
  sendLink: 'Send me a link',
  linkSent: 'If this address has access, a link is on its way. It is good for half an hour.',
  linkSubject: (seller) => `Your link to sign in at ${seller}`,
  linkLetter: (seller) =>
    `With this link you sign in to the customer portal of ${seller}, once, within half an hour.`,
  linkLetterEnd: 'If you did not ask for it, somebody has mistyped an address: leave it alone.',
  inviteSubject: (seller) => `Your access to the customer portal of ${seller}`,
  inviteLetter: (name, seller) =>
    `Hello ${name}, ${seller} invites you to its customer portal. There you see your requests, quotes, orders and invoices, and can answer at once.`,
  inviteLetterEnd: (day) => `The link is good until ${day}, and once.`,
  welcome: (name) => `Welcome, ${name}`,
  choose: 'Choose a password by which you sign in from now on.',
  chooseAct: 'Set the password and sign in',
  without: 'Or go without one: then a link is sent to your mailbox each time you sign in.',
  withoutAct: 'Sign in without a password',
  enterAct: 'Sign in now',
  over: 'This link was used, or is too old. Have another one sent to you.',
  off: 'There is nothing here.',
  nowhere: 'There is no such page, or it is not for you.',
  nothing: 'There is nothing here yet.',
  noneToAnswer: 'No quote waits for your answer.',
  noneOpen: 'No request of yours is open.',
  status: 'Status',
  number: 'Number',
  date: 'Date',
  total: 'Total',
  due: 'Due',
  subject: 'What is it about?',
  message: 'What has happened, or what do you need?',
  you: 'You',
  colleague: 'Somebody of your company',
  answer: 'Your answer',
  answerAct: 'Send the answer',
  closed: 'This request is closed. Ask anew if something is left.',
  askNext: 'Send the request',
  perhaps: 'Perhaps this helps at once',
  read: (title) => `Read “${title}”`,
  askAnyway: 'Send the request all the same',
  solved: 'Did this solve it?',
  solvedYes: 'Yes, I need nothing more',
  solvedNo: 'No, send my request',
  glad: 'We are glad that it helped. No request was sent.',
  received: (number) => `Thank you. Your request has the number ${number}; a receipt is on its way by mail.`,
  toAnswer: 'Look at it and answer',
  what: 'Description',
  quantity: 'Quantity',
  covers: 'Covers',
  everything: 'everything that you have from us',
  from: 'From',
  until: 'Until',
  endless: 'without an end',
  first: 'First name',
  last: 'Last name',
  jobTitle: 'Job title',
  phone: 'Telephone, with the country as in +256',
  street: 'Street and house',
  postalCode: 'Postal code',
  city: 'City',
  country: 'Country, by its two letters as in DE',
  language: 'Language, as in en or de',
  save: 'Save',
  saved: 'Saved.',
  requested: 'Thank you. What you changed was sent as a request, and is changed once it was looked at.',
  requestNote: 'What you change is looked at before it holds.',
  emailNote: 'To change your e-mail address, which you sign in by, please ask us.',
  consents: 'What you have allowed',
  noConsents: 'You have allowed nothing, and nothing was asked of you.',
  given: (day) => `allowed on ${day}`,
  withdrawnOn: (day) => `withdrawn on ${day}`,
  withdraw: 'Withdraw',
  giveAgain: 'Allow again',
  newPassword: 'New password',
  oldPassword: 'The password until now',
  oldWrong: 'This is not your password until now.',
  passwordSet: 'The password is set.',
  missing: 'Please fill this in.',
  statuses: {
    new: 'Received',
    open: 'In progress',
    pending: 'Waiting for you',
    resolved: 'Resolved',
    closed: 'Closed',
    sent: 'To be answered',
    accepted: 'Accepted',
    rejected: 'Declined',
    replaced: 'Replaced',
    expired: 'Expired',
    placed: 'Ordered',
    confirmed: 'Confirmed',
    'partly-fulfilled': 'Partly delivered',
    fulfilled: 'Delivered',
    cancelled: 'Cancelled',
    'invoice open': 'To be paid',
    'partly-paid': 'Partly paid',
    paid: 'Paid',
    overpaid: 'Overpaid',
    credited: 'Credited',
    settled: 'Settled',
    active: 'In force',
    ended: 'Ended',
  },
  channels: { email: 'e-mail', phone: 'telephone', sms: 'text message', post: 'post', any: 'any way' },
}

const de: Words = {
  title: 'Kundenportal',
  skip: 'Zum Inhalt springen',
  sections: 'Portal',
  overview: 'Übersicht',
  tickets: 'Anfragen',
  ask: 'Etwas fragen',
  help: 'Hilfe',
  quotes: 'Angebote',
  orders: 'Aufträge',
  invoices: 'Rechnungen',
  contracts: 'Verträge',
  files: 'Dateien',
  own: 'Ihre Daten',
  signOut: 'Abmelden',
  hello: (name) => `Guten Tag, ${name}`,
  signIn: 'Anmelden',
  email: 'E-Mail',
  password: 'Passwort',
  wrong: 'E-Mail oder Passwort ist falsch, oder es gibt keinen Zugang dafür.',
  noPassword: 'Kein Passwort oder vergessen? Lassen Sie sich einen Link in Ihr Postfach senden.',
  sendLink: 'Link senden',
  linkSent: 'Wenn diese Adresse Zugang hat, ist ein Link unterwegs. Er gilt eine halbe Stunde.',
  linkSubject: (seller) => `Ihr Link zur Anmeldung bei ${seller}`,
  linkLetter: (seller) =>
    `Mit diesem Link melden Sie sich im Kundenportal von ${seller} an, einmal und innerhalb einer halben Stunde.`,
  linkLetterEnd:
    'Wenn Sie ihn nicht angefordert haben, hat sich jemand vertippt: Sie brauchen nichts zu tun.',
  inviteSubject: (seller) => `Ihr Zugang zum Kundenportal von ${seller}`,
  inviteLetter: (name, seller) =>
    `Guten Tag, ${name}, ${seller} lädt Sie in das Kundenportal ein. Dort sehen Sie Ihre Anfragen, Angebote, Aufträge und Rechnungen und können gleich antworten.`,
  inviteLetterEnd: (day) => `Der Link gilt bis ${day}, und einmal.`,
  welcome: (name) => `Willkommen, ${name}`,
  choose: 'Wählen Sie ein Passwort, mit dem Sie sich künftig anmelden.',
  chooseAct: 'Passwort setzen und anmelden',
  without: 'Oder ohne Passwort: Dann wird Ihnen bei jeder Anmeldung ein Link gesendet.',
  withoutAct: 'Ohne Passwort anmelden',
  enterAct: 'Jetzt anmelden',
  over: 'Dieser Link wurde benutzt oder ist zu alt. Lassen Sie sich einen neuen senden.',
  off: 'Hier gibt es nichts.',
  nowhere: 'Diese Seite gibt es nicht, oder sie ist nicht für Sie.',
  nothing: 'Hier gibt es noch nichts.',
  noneToAnswer: 'Kein Angebot wartet auf Ihre Antwort.',
  noneOpen: 'Keine Ihrer Anfragen ist offen.',
  status: 'Stand',
  number: 'Nummer',
  date: 'Datum',
  total: 'Gesamt',
  due: 'Fällig',
  subject: 'Worum geht es?',
  message: 'Was ist geschehen, oder was brauchen Sie?',
  you: 'Sie',
  colleague: 'Jemand aus Ihrem Unternehmen',
  answer: 'Ihre Antwort',
  answerAct: 'Antwort senden',
  closed: 'Diese Anfrage ist abgeschlossen. Fragen Sie neu, wenn etwas offen ist.',
  askNext: 'Anfrage senden',
  perhaps: 'Vielleicht hilft das gleich',
  read: (title) => `„${title}“ lesen`,
  askAnyway: 'Anfrage trotzdem senden',
  solved: 'Hat das geholfen?',
  solvedYes: 'Ja, ich brauche nichts weiter',
  solvedNo: 'Nein, Anfrage senden',
  glad: 'Es freut uns, dass es geholfen hat. Es wurde keine Anfrage gesendet.',
  received: (number) =>
    `Vielen Dank. Ihre Anfrage hat die Nummer ${number}; eine Bestätigung kommt per E-Mail.`,
  toAnswer: 'Ansehen und antworten',
  what: 'Beschreibung',
  quantity: 'Menge',
  covers: 'Umfasst',
  everything: 'alles, was Sie von uns haben',
  from: 'Von',
  until: 'Bis',
  endless: 'unbefristet',
  first: 'Vorname',
  last: 'Nachname',
  jobTitle: 'Funktion',
  phone: 'Telefon, mit dem Land wie in +49',
  street: 'Straße und Haus',
  postalCode: 'Postleitzahl',
  city: 'Ort',
  country: 'Land, mit zwei Buchstaben wie DE',
  language: 'Sprache, wie en oder de',
  save: 'Speichern',
  saved: 'Gespeichert.',
  requested: 'Vielen Dank. Ihre Änderung wurde als Anfrage gesendet und gilt, sobald sie geprüft ist.',
  requestNote: 'Was Sie ändern, wird geprüft, bevor es gilt.',
  emailNote: 'Um Ihre E-Mail-Adresse zu ändern, mit der Sie sich anmelden, fragen Sie uns bitte.',
  consents: 'Was Sie erlaubt haben',
  noConsents: 'Sie haben nichts erlaubt, und Sie wurden um nichts gebeten.',
  given: (day) => `erlaubt am ${day}`,
  withdrawnOn: (day) => `widerrufen am ${day}`,
  withdraw: 'Widerrufen',
  giveAgain: 'Wieder erlauben',
  newPassword: 'Neues Passwort',
  oldPassword: 'Das bisherige Passwort',
  oldWrong: 'Das ist nicht Ihr bisheriges Passwort.',
  passwordSet: 'Das Passwort ist gesetzt.',
  missing: 'Bitte füllen Sie das aus.',
  statuses: {
    new: 'Eingegangen',
    open: 'In Arbeit',
    pending: 'Wartet auf Sie',
    resolved: 'Gelöst',
    closed: 'Abgeschlossen',
    sent: 'Zu beantworten',
    accepted: 'Angenommen',
    rejected: 'Abgelehnt',
    replaced: 'Ersetzt',
    expired: 'Abgelaufen',
    placed: 'Bestellt',
    confirmed: 'Bestätigt',
    'partly-fulfilled': 'Teilweise geliefert',
    fulfilled: 'Geliefert',
    cancelled: 'Storniert',
    'invoice open': 'Zu zahlen',
    'partly-paid': 'Teilweise bezahlt',
    paid: 'Bezahlt',
    overpaid: 'Überzahlt',
    credited: 'Gutgeschrieben',
    settled: 'Ausgeglichen',
    active: 'Gültig',
    ended: 'Beendet',
  },
  channels: { email: 'E-Mail', phone: 'Telefon', sms: 'SMS', post: 'Post', any: 'jeder Weg' },
}

export const words = { en, de }
export type Language = keyof typeof words
export const languages = ['en', 'de'] as const satisfies readonly Language[]
