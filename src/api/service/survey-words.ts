/** What the survey says, in one language. */
export interface SurveyWords {
  subject: (number: string) => string
  letter: (number: string, about: string) => string
  again: string
  choose: (scale: number) => string
  title: (number: string) => string
  ask: string
  worst: string
  best: string
  comment: string
  send: string
  thanks: string
  more: string
  over: { title: string; text: string }
  nowhere: { title: string; text: string }
}

export const surveyLanguages = ['en', 'de', 'fr', 'es'] as const
export type SurveyLanguage = (typeof surveyLanguages)[number]

export const surveyWords: Readonly<Record<SurveyLanguage, SurveyWords>> = {
  en: {
    subject: (number) => `How did we do? [${number}]`,
    letter: (number, about) => `Your request ${number} (${about}) is closed. How satisfied are you with it?`,
    again: 'You have not answered yet, and we would still like to know.',
    choose: (scale) => `From 1 (not at all) to ${scale} (very):`,
    title: (number) => `Your request ${number}`,
    ask: 'How satisfied are you?',
    worst: 'not at all',
    best: 'very',
    comment: 'What could have been better, or what was good?',
    send: 'Send',
    thanks: 'Thank you for your answer.',
    more: 'You can change it, or say more:',
    over: { title: 'Too late', text: 'This question can no longer be answered. Thank you all the same.' },
    nowhere: { title: 'Not found', text: 'There is nothing at this address.' },
  },
  de: {
    subject: (number) => `Wie zufrieden sind Sie? [${number}]`,
    letter: (number, about) => `Ihre Anfrage ${number} (${about}) ist abgeschlossen. Wie zufrieden sind Sie?`,
    again: 'Sie haben noch nicht geantwortet, und wir wüssten es weiterhin gern.',
    choose: (scale) => `Von 1 (gar nicht) bis ${scale} (sehr):`,
    title: (number) => `Ihre Anfrage ${number}`,
    ask: 'Wie zufrieden sind Sie?',
    worst: 'gar nicht',
    best: 'sehr',
    comment: 'Was hätte besser sein können, was war gut?',
    send: 'Senden',
    thanks: 'Vielen Dank für Ihre Antwort.',
    more: 'Sie können sie ändern oder ergänzen:',
    over: { title: 'Zu spät', text: 'Diese Frage kann nicht mehr beantwortet werden. Trotzdem vielen Dank.' },
    nowhere: { title: 'Nicht gefunden', text: 'Unter dieser Adresse gibt es nichts.' },
  },
  fr: {
    subject: (number) => `Êtes-vous satisfait ? [${number}]`,
    letter: (number, about) =>
      `Votre demande ${number} (${about}) est close. Dans quelle mesure êtes-vous satisfait ?`,
    again: 'Vous n’avez pas encore répondu, et votre avis nous intéresse toujours.',
    choose: (scale) => `De 1 (pas du tout) à ${scale} (très) :`,
    title: (number) => `Votre demande ${number}`,
    ask: 'Dans quelle mesure êtes-vous satisfait ?',
    worst: 'pas du tout',
    best: 'très',
    comment: 'Qu’est-ce qui aurait pu être mieux, qu’est-ce qui était bien ?',
    send: 'Envoyer',
    thanks: 'Merci de votre réponse.',
    more: 'Vous pouvez la modifier ou la compléter :',
    over: { title: 'Trop tard', text: 'Il n’est plus possible de répondre. Merci tout de même.' },
    nowhere: { title: 'Introuvable', text: 'Il n’y a rien à cette adresse.' },
  },
  es: {
    subject: (number) => `¿Está satisfecho? [${number}]`,
    letter: (number, about) => `Su solicitud ${number} (${about}) está cerrada. ¿Cuál es su satisfacción?`,
    again: 'Aún no ha respondido, y nos sigue interesando.',
    choose: (scale) => `De 1 (nada) a ${scale} (mucho):`,
    title: (number) => `Su solicitud ${number}`,
    ask: '¿Cuál es su satisfacción?',
    worst: 'nada',
    best: 'mucho',
    comment: '¿Qué podría haber sido mejor, o qué estuvo bien?',
    send: 'Enviar',
    thanks: 'Gracias por su respuesta.',
    more: 'Puede cambiarla o añadir algo:',
    over: { title: 'Demasiado tarde', text: 'Ya no es posible responder. Gracias de todos modos.' },
    nowhere: { title: 'No encontrado', text: 'No hay nada en esta dirección.' },
  },
}
