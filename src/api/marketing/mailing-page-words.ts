/** What the pages behind the links of a mailing say, by language. */
export const words = {
  en: {
    unsubscribe: {
      title: 'Unsubscribe',
      ask: (purpose: string) => `Do you want to get no more of “${purpose}”?`,
      act: 'Unsubscribe',
      done: (purpose: string) => `You get no more of “${purpose}”.`,
      more: 'Choose what you want to get',
    },
    preferences: {
      title: 'What you want to get',
      ask: 'Tick what you want to get by e-mail.',
      measuring: 'You may note which mails I open and which links I follow',
      basis: 'Sent unless you say no',
      act: 'Save',
      saved: 'Saved.',
      none: 'Untick everything to get nothing of this kind any more.',
    },
    nowhere: {
      title: 'This link leads nowhere',
      text: 'It may be incomplete: open it from the mail once more.',
    },
  },
  de: {
    unsubscribe: {
      title: 'Abmelden',
      ask: (purpose: string) => `Möchten Sie „${purpose}“ nicht mehr bekommen?`,
      act: 'Abmelden',
      done: (purpose: string) => `Sie bekommen „${purpose}“ nicht mehr.`,
      more: 'Auswählen, was Sie bekommen möchten',
    },
    preferences: {
      title: 'Was Sie bekommen möchten',
      ask: 'Kreuzen Sie an, was Sie per E-Mail bekommen möchten.',
      measuring: 'Sie dürfen festhalten, welche Mails ich öffne und welchen Links ich folge',
      basis: 'Wird gesandt, solange Sie nicht nein sagen',
      act: 'Speichern',
      saved: 'Gespeichert.',
      none: 'Ohne ein einziges Kreuz bekommen Sie nichts dieser Art mehr.',
    },
    nowhere: {
      title: 'Dieser Link führt nirgendwohin',
      text: 'Er ist vielleicht unvollständig: Öffnen Sie ihn noch einmal aus der Mail.',
    },
  },
} as const

export const languages = ['en', 'de'] as const
