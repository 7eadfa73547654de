import type { FormLanguage } from '../../../domain/values/form-language.ts'

/** What a chat says by itself, in one language. */
export interface ChatWords {
  name: string
  email: string
  optional: string
  message: string
  send: string
  close: string
  you: string
  bot: string
  person: string
  end: string
  ended: string
  anew: string
  /** Before anything is kept in the visitor's browser. */
  remember: string
  writing: string
  waiting: string
  source: string
  opens: string
}

interface BotWords {
  found: string
  none: string
  wanted: string
  again: string
  handed: string
}

export const chatWords: Readonly<Record<FormLanguage, ChatWords>> = {
  en: {
    name: 'Your name',
    email: 'Your e-mail address',
    optional: 'optional',
    message: 'Message',
    send: 'Send',
    close: 'Close',
    you: 'You',
    bot: 'Automatic answer',
    person: 'Talk to a person',
    end: 'End chat',
    ended: 'This chat has ended. Write to go on with it.',
    anew: 'Begin anew',
    remember: 'Keep this chat in this browser for a day, so that it goes on when I change pages',
    writing: 'is writing',
    waiting: 'The connection is lost. It is tried again.',
    source: 'Source',
    opens: 'opens in a new window',
  },
  de: {
    name: 'Ihr Name',
    email: 'Ihre E-Mail-Adresse',
    optional: 'freiwillig',
    message: 'Nachricht',
    send: 'Senden',
    close: 'Schließen',
    you: 'Sie',
    bot: 'Automatische Antwort',
    person: 'Mit einem Menschen sprechen',
    end: 'Chat beenden',
    ended: 'Dieser Chat ist beendet. Schreiben Sie, um ihn fortzusetzen.',
    anew: 'Neu beginnen',
    remember:
      'Diesen Chat einen Tag in diesem Browser behalten, damit er weitergeht, wenn ich die Seite wechsle',
    writing: 'schreibt',
    waiting: 'Die Verbindung ist unterbrochen. Es wird erneut versucht.',
    source: 'Quelle',
    opens: 'öffnet ein neues Fenster',
  },
  fr: {
    name: 'Votre nom',
    email: 'Votre adresse e-mail',
    optional: 'facultatif',
    message: 'Message',
    send: 'Envoyer',
    close: 'Fermer',
    you: 'Vous',
    bot: 'Réponse automatique',
    person: 'Parler à une personne',
    end: 'Terminer la discussion',
    ended: 'Cette discussion est terminée. Écrivez pour la reprendre.',
    anew: 'Recommencer',
    remember:
      'Garder cette discussion un jour dans ce navigateur, pour la poursuivre quand je change de page',
    writing: 'écrit',
    waiting: 'La connexion est coupée. Nouvel essai en cours.',
    source: 'Source',
    opens: 'ouvre une nouvelle fenêtre',
  },
  es: {
    name: 'Su nombre',
    email: 'Su correo electrónico',
    optional: 'opcional',
    message: 'Mensaje',
    send: 'Enviar',
    close: 'Cerrar',
    you: 'Usted',
    bot: 'Respuesta automática',
    person: 'Hablar con una persona',
    end: 'Terminar el chat',
    ended: 'Este chat ha terminado. Escriba para continuarlo.',
    anew: 'Empezar de nuevo',
    remember: 'Guardar este chat un día en este navegador, para que siga cuando cambie de página',
    writing: 'está escribiendo',
    waiting: 'Se ha perdido la conexión. Se intenta de nuevo.',
    source: 'Fuente',
    opens: 'abre una ventana nueva',
  },
}

export const botWords: Readonly<Record<FormLanguage, BotWords>> = {
  en: {
    found: 'This may answer it:',
    none: 'I have found no answer to that.',
    wanted: 'I pass you on to a person.',
    again: 'I could not read that.',
    handed:
      'Thank you. A person goes on here as soon as somebody is free, and has all that you have written.',
  },
  de: {
    found: 'Das könnte die Antwort sein:',
    none: 'Dazu habe ich keine Antwort gefunden.',
    wanted: 'Ich gebe Sie an einen Menschen weiter.',
    again: 'Das konnte ich nicht lesen.',
    handed:
      'Danke. Hier geht es mit einem Menschen weiter, sobald jemand frei ist; alles Geschriebene liegt vor.',
  },
  fr: {
    found: 'Ceci pourrait répondre :',
    none: 'Je n’ai pas trouvé de réponse.',
    wanted: 'Je vous passe une personne.',
    again: 'Je n’ai pas pu lire cela.',
    handed: 'Merci. Une personne reprend ici dès que possible, avec tout ce que vous avez écrit.',
  },
  es: {
    found: 'Esto podría responder:',
    none: 'No he encontrado respuesta.',
    wanted: 'Le paso con una persona.',
    again: 'No he podido leerlo.',
    handed: 'Gracias. Una persona sigue aquí en cuanto esté libre, con todo lo que ha escrito.',
  },
}
