/** The words of the public pages of the knowledge base, in one language. */
export interface Words {
  title: string
  search: string
  find: string
  found: (count: number, q: string) => string
  none: string
  empty: string
  other: string
  inOther: string
  all: string
  back: string
  published: (day: string) => string
  step: (number: number) => string
  asked: string
  yes: string
  no: string
  thanks: string
  sorry: string
  nowhere: string
}

const en: Words = {
  title: 'Help centre',
  search: 'What do you need help with?',
  find: 'Search',
  found: (count, q) => `${count} ${count === 1 ? 'article' : 'articles'} for “${q}”`,
  none: 'Nothing was found. Try other words, or fewer.',
  empty: 'There are no articles yet.',
  other: 'Other articles',
  inOther: 'In other languages',
  all: 'All articles',
  back: 'Back to the help centre',
  published: (day) => `Last revised on ${day}`,
  step: (number) => `Step ${number}`,
  asked: 'Did this solve your problem?',
  yes: 'Yes',
  no: 'No',
  thanks: 'Thank you: good to know.',
  sorry: 'Thank you: we shall read it again.',
  nowhere: 'There is no such article. Perhaps it was withdrawn.',
}

const de: Words = {
  title: 'Hilfe',
  search: 'Wobei brauchen Sie Hilfe?',
  find: 'Suchen',
  found: (count, q) => `${count} ${count === 1 ? 'Artikel' : 'Artikel'} zu „${q}“`,
  none: 'Nichts gefunden. Versuchen Sie es mit anderen oder weniger Wörtern.',
  empty: 'Noch gibt es keine Artikel.',
  other: 'Weitere Artikel',
  inOther: 'In anderen Sprachen',
  all: 'Alle Artikel',
  back: 'Zurück zur Hilfe',
  published: (day) => `Zuletzt überarbeitet am ${day}`,
  step: (number) => `Schritt ${number}`,
  asked: 'Hat das Ihr Problem gelöst?',
  yes: 'Ja',
  no: 'Nein',
  thanks: 'Vielen Dank, gut zu wissen.',
  sorry: 'Vielen Dank, wir lesen den Artikel noch einmal durch.',
  nowhere: 'Diesen Artikel gibt es nicht. Vielleicht wurde er zurückgezogen.',
}

const fr: Words = {
  title: 'Centre d’aide',
  search: 'De quelle aide avez-vous besoin ?',
  find: 'Rechercher',
  found: (count, q) => `${count} ${count === 1 ? 'article' : 'articles'} pour « ${q} »`,
  none: 'Rien n’a été trouvé. Essayez d’autres mots, ou moins de mots.',
  empty: 'Il n’y a pas encore d’articles.',
  other: 'Autres articles',
  inOther: 'Dans d’autres langues',
  all: 'Tous les articles',
  back: 'Retour au centre d’aide',
  published: (day) => `Dernière révision le ${day}`,
  step: (number) => `Étape ${number}`,
  asked: 'Cela a-t-il résolu votre problème ?',
  yes: 'Oui',
  no: 'Non',
  thanks: 'Merci, c’est bon à savoir.',
  sorry: 'Merci, nous allons relire cet article.',
  nowhere: 'Cet article n’existe pas. Il a peut-être été retiré.',
}

export const words = { en, de, fr }
export type Language = keyof typeof words
export const languages = ['en', 'de', 'fr'] as const satisfies readonly Language[]
