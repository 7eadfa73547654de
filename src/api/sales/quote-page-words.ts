/** The words of the page of a quote, in one language. `day` and `total` are as they are to be read. */
export interface Words {
  quote: string
  from: string
  for: string
  date: string
  validUntil: string
  what: string
  amount: string
  discount: string
  tax: string
  net: string
  takenOff: string
  taxOn: (percent: number, net: string) => string
  total: string
  download: string
  accept: string
  decline: string
  back: string
  acceptTitle: string
  acceptWhat: (number: string, total: string, seller: string) => string
  acceptBox: (total: string) => string
  acceptNow: string
  declineTitle: string
  declineWhy: string
  declineNow: string
  name: string
  nameMissing: string
  boxMissing: string
  kept: string
  acceptedTitle: string
  accepted: (number: string, total: string, day: string) => string
  acceptedBy: (name: string) => string
  declinedTitle: string
  declined: (number: string, seller: string) => string
  expiredTitle: string
  expired: (number: string, day: string, seller: string) => string
  replacedTitle: string
  replaced: (number: string, seller: string) => string
  refusedTitle: string
  refused: (seller: string) => string
  seller: string
  /** Of every link that is none, whoever asks. */
  nowhere: string
}

const en: Words = {
  quote: 'Quote',
  from: 'From',
  for: 'For',
  date: 'Date',
  validUntil: 'Valid until',
  what: 'Description',
  amount: 'Net',
  discount: 'discount',
  tax: 'Tax',
  net: 'Net',
  takenOff: 'Discount, taken off above',
  taxOn: (percent, net) => `Tax ${percent} % on ${net}`,
  total: 'Total',
  download: 'Download as PDF',
  accept: 'Accept this quote',
  decline: 'Decline',
  back: 'Back to the quote',
  acceptTitle: 'Accept the quote',
  acceptWhat: (number, total, seller) => `You order what quote ${number} from ${seller} says, for ${total}.`,
  acceptBox: (total) => `Yes, I accept this quote over ${total}.`,
  acceptNow: 'Accept with obligation to pay',
  declineTitle: 'Decline the quote',
  declineWhy: 'Why? (need not be said)',
  declineNow: 'Decline the quote',
  name: 'Your name',
  nameMissing: 'Please enter your name, of up to 120 letters.',
  boxMissing: 'Please tick that you accept the quote.',
  kept: 'Your name, the time, the address of your connection and your browser are kept with your answer.',
  acceptedTitle: 'Thank you: the quote is accepted',
  accepted: (number, total, day) => `Quote ${number} over ${total} was accepted on ${day}.`,
  acceptedBy: (name) => `Accepted by ${name}.`,
  declinedTitle: 'This quote was declined',
  declined: (number, seller) => `If that was not meant, please talk to ${seller} about quote ${number}.`,
  expiredTitle: 'This quote is not valid any more',
  expired: (number, day, seller) =>
    `Quote ${number} was valid until ${day}. Please ask ${seller} for a new one.`,
  replacedTitle: 'There is a newer version of this quote',
  replaced: (number, seller) => `Quote ${number} was replaced. Please ask ${seller} for the newer one.`,
  refusedTitle: 'This quote cannot be accepted just now',
  refused: (seller) => `Nothing was ordered. Please talk to ${seller}.`,
  seller:
    'You are signed in to Hindsight. This page is for the customer: record an answer on the page of the quote.',
  nowhere: 'This link leads nowhere. Perhaps it was copied in part, or it was withdrawn.',
}

const de: Words = {
  quote: 'Angebot',
  from: 'Von',
  for: 'Für',
  date: 'Datum',
  validUntil: 'Gültig bis',
  what: 'Beschreibung',
  amount: 'Netto',
  discount: 'Rabatt',
  tax: 'Steuer',
  net: 'Netto',
  takenOff: 'Rabatt, oben abgezogen',
  taxOn: (percent, net) => `Steuer ${percent} % auf ${net}`,
  total: 'Gesamt',
  download: 'Als PDF herunterladen',
  accept: 'Angebot annehmen',
  decline: 'Ablehnen',
  back: 'Zurück zum Angebot',
  acceptTitle: 'Angebot annehmen',
  acceptWhat: (number, total, seller) =>
    `Sie bestellen, was im Angebot ${number} von ${seller} steht, für ${total}.`,
  acceptBox: (total) => `Ja, ich nehme dieses Angebot über ${total} an.`,
  acceptNow: 'Zahlungspflichtig annehmen',
  declineTitle: 'Angebot ablehnen',
  declineWhy: 'Warum? (Angabe freiwillig)',
  declineNow: 'Angebot ablehnen',
  name: 'Ihr Name',
  nameMissing: 'Bitte geben Sie Ihren Namen an, mit bis zu 120 Zeichen.',
  boxMissing: 'Bitte bestätigen Sie, dass Sie das Angebot annehmen.',
  kept: 'Ihr Name, der Zeitpunkt, die Adresse Ihrer Verbindung und Ihr Browser werden mit Ihrer Antwort gespeichert.',
  acceptedTitle: 'Vielen Dank, das Angebot ist angenommen',
  accepted: (number, total, day) => `Das Angebot ${number} über ${total} wurde am ${day} angenommen.`,
  acceptedBy: (name) => `Angenommen von ${name}.`,
  declinedTitle: 'Dieses Angebot wurde abgelehnt',
  declined: (number, seller) =>
    `Falls das nicht so gemeint war, wenden Sie sich bitte wegen Angebot ${number} an ${seller}.`,
  expiredTitle: 'Dieses Angebot ist nicht mehr gültig',
  expired: (number, day, seller) =>
    `Das Angebot ${number} war gültig bis ${day}. Bitte fragen Sie ${seller} nach einem neuen.`,
  replacedTitle: 'Von diesem Angebot gibt es eine neuere Fassung',
  replaced: (number, seller) =>
    `Das Angebot ${number} wurde ersetzt. Bitte fragen Sie ${seller} nach der neueren Fassung.`,
  refusedTitle: 'Dieses Angebot kann gerade nicht angenommen werden',
  refused: (seller) => `Es wurde nichts bestellt. Bitte wenden Sie sich an ${seller}.`,
  seller:
    'Sie sind bei Hindsight angemeldet. Diese Seite ist für den Kunden: Eine Antwort wird auf der Seite des Angebots eingetragen.',
  nowhere: 'Dieser Link führt ins Leere. Vielleicht wurde er nur zum Teil kopiert oder zurückgezogen.',
}

const fr: Words = {
  quote: 'Devis',
  from: 'De',
  for: 'Pour',
  date: 'Date',
  validUntil: 'Valable jusqu’au',
  what: 'Description',
  amount: 'Hors taxes',
  discount: 'de remise',
  tax: 'Taxe',
  net: 'Hors taxes',
  takenOff: 'Remise, déduite ci-dessus',
  taxOn: (percent, net) => `Taxe ${percent} % sur ${net}`,
  total: 'Total',
  download: 'Télécharger en PDF',
  accept: 'Accepter ce devis',
  decline: 'Refuser',
  back: 'Retour au devis',
  acceptTitle: 'Accepter le devis',
  acceptWhat: (number, total, seller) =>
    `Vous commandez ce qui figure au devis ${number} de ${seller}, pour ${total}.`,
  acceptBox: (total) => `Oui, j’accepte ce devis de ${total}.`,
  acceptNow: 'Accepter avec obligation de paiement',
  declineTitle: 'Refuser le devis',
  declineWhy: 'Pourquoi ? (facultatif)',
  declineNow: 'Refuser le devis',
  name: 'Votre nom',
  nameMissing: 'Indiquez votre nom, en 120 caractères au plus.',
  boxMissing: 'Cochez la case pour accepter le devis.',
  kept: 'Votre nom, l’heure, l’adresse de votre connexion et votre navigateur sont conservés avec votre réponse.',
  acceptedTitle: 'Merci, le devis est accepté',
  accepted: (number, total, day) => `Le devis ${number} de ${total} a été accepté le ${day}.`,
  acceptedBy: (name) => `Accepté par ${name}.`,
  declinedTitle: 'Ce devis a été refusé',
  declined: (number, seller) => `Si ce n’était pas voulu, parlez du devis ${number} à ${seller}.`,
  expiredTitle: 'Ce devis n’est plus valable',
  expired: (number, day, seller) =>
    `Le devis ${number} était valable jusqu’au ${day}. Demandez-en un nouveau à ${seller}.`,
  replacedTitle: 'Il existe une version plus récente de ce devis',
  replaced: (number, seller) =>
    `Le devis ${number} a été remplacé. Demandez la nouvelle version à ${seller}.`,
  refusedTitle: 'Ce devis ne peut pas être accepté pour le moment',
  refused: (seller) => `Rien n’a été commandé. Adressez-vous à ${seller}.`,
  seller:
    'Vous êtes connecté à Hindsight. Cette page est pour le client : une réponse s’enregistre sur la page du devis.',
  nowhere: 'Ce lien ne mène nulle part. Peut-être a-t-il été copié en partie, ou retiré.',
}

export const words = { en, de, fr }
export type Language = keyof typeof words
export const languages = ['en', 'de', 'fr'] as const satisfies readonly Language[]
