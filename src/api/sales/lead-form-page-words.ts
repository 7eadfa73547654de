import type { FormField } from '../../domain/sales/lead-form.ts'
import type { FormLanguage } from '../../domain/values/form-language.ts'

type Asked = FormField | 'first' | 'last'

/** What a form says by itself, in one language. */
interface Words {
  labels: Readonly<Record<Asked, string>>
  send: string
  optional: string
  choose: string
  /** Before the field that only programs fill in. */
  empty: string
  /** Over a form in which something is amiss. */
  amiss: string
  /** At a field. */
  missing: string
  wrong: string
  agree: string
  expired: string
  refused: string
  unknown: { title: string; text: string }
  closed: { title: string; text: string }
  /** After the thanks, where somebody is asked by e-mail. */
  confirmNext: string
  /** To who has opened a ticket. */
  receipt: { subject: (number: string) => string; letter: (number: string) => string }
  confirm: { title: string; text: string; send: string; done: string; subject: string; letter: string }
}

export const words: Readonly<Record<FormLanguage, Words>> = {
  en: {
    labels: {
      first: 'First name',
      last: 'Last name',
      email: 'E-mail',
      phone: 'Telephone',
      company: 'Company',
      country: 'Country',
      postcode: 'Postcode',
      productInterest: 'What are you interested in?',
      subject: 'Subject',
      message: 'Message',
    },
    send: 'Send',
    optional: 'optional',
    choose: 'Please choose',
    empty: 'Leave this empty',
    amiss: 'Something is missing or not right. Please look at what is marked.',
    missing: 'Please fill this in.',
    wrong: 'Please check this.',
    agree: 'Please tick this to go on.',
    expired: 'This page was open for long. Please send it once more.',
    refused: 'We could not take this. Please try again later.',
    unknown: { title: 'Not found', text: 'There is no form at this address.' },
    closed: { title: 'Closed', text: 'This form takes no more answers.' },
    confirmNext: 'Please look into your mailbox: we have a question before we go on.',
    receipt: {
      subject: (number) => `We have your request [${number}]`,
      letter: (number) =>
        `Thank you. Your request has the number ${number}; please name it when you write to us again.`,
    },
    confirm: {
      title: 'Was this you?',
      text: 'Somebody has sent our form with your address.',
      send: 'Yes, it was me',
      done: 'Thank you, it is confirmed.',
      subject: 'Please confirm your message to us',
      letter:
        'Somebody has sent our form with your address. If that was you, please confirm it here; if not, do nothing:',
    },
  },
  de: {
    labels: {
      first: 'Vorname',
      last: 'Nachname',
      email: 'E-Mail',
      phone: 'Telefon',
      company: 'Firma',
      country: 'Land',
      postcode: 'Postleitzahl',
      productInterest: 'Wofür interessieren Sie sich?',
      subject: 'Betreff',
      message: 'Nachricht',
    },
    send: 'Absenden',
    optional: 'freiwillig',
    choose: 'Bitte wählen',
    empty: 'Bitte leer lassen',
    amiss: 'Etwas fehlt oder stimmt nicht. Bitte sehen Sie nach, was markiert ist.',
    missing: 'Bitte ausfüllen.',
    wrong: 'Bitte prüfen.',
    agree: 'Bitte ankreuzen, um fortzufahren.',
    expired: 'Die Seite war lange offen. Bitte senden Sie noch einmal ab.',
    refused: 'Das konnten wir nicht annehmen. Bitte versuchen Sie es später noch einmal.',
    unknown: { title: 'Nicht gefunden', text: 'Unter dieser Adresse gibt es kein Formular.' },
    closed: { title: 'Geschlossen', text: 'Dieses Formular nimmt keine Antworten mehr an.' },
    confirmNext: 'Bitte sehen Sie in Ihr Postfach: Bevor es weitergeht, haben wir eine Frage.',
    receipt: {
      subject: (number) => `Wir haben Ihre Anfrage erhalten [${number}]`,
      letter: (number) =>
        `Vielen Dank. Ihre Anfrage hat die Nummer ${number}; bitte nennen Sie sie, wenn Sie uns wieder schreiben.`,
    },
    confirm: {
      title: 'Waren Sie das?',
      text: 'Jemand hat unser Formular mit Ihrer Adresse abgeschickt.',
      send: 'Ja, das war ich',
      done: 'Danke, es ist bestätigt.',
      subject: 'Bitte bestätigen Sie Ihre Nachricht an uns',
      letter:
        'Jemand hat unser Formular mit Ihrer Adresse abgeschickt. Wenn Sie das waren, bestätigen Sie es bitte hier; sonst tun Sie nichts:',
    },
  },
  fr: {
    labels: {
      first: 'Prénom',
      last: 'Nom',
      email: 'E-mail',
      phone: 'Téléphone',
      company: 'Entreprise',
      country: 'Pays',
      postcode: 'Code postal',
      productInterest: 'Qu’est-ce qui vous intéresse ?',
      subject: 'Objet',
      message: 'Message',
    },
    send: 'Envoyer',
    optional: 'facultatif',
    choose: 'Veuillez choisir',
    empty: 'Laissez ce champ vide',
    amiss:
      'Il manque quelque chose, ou quelque chose n’est pas correct. Veuillez vérifier ce qui est marqué.',
    missing: 'Veuillez remplir ce champ.',
    wrong: 'Veuillez vérifier ce champ.',
    agree: 'Veuillez cocher cette case pour continuer.',
    expired: 'La page est restée longtemps ouverte. Veuillez envoyer encore une fois.',
    refused: 'Nous n’avons pas pu prendre ceci. Veuillez réessayer plus tard.',
    unknown: { title: 'Introuvable', text: 'Il n’y a pas de formulaire à cette adresse.' },
    closed: { title: 'Fermé', text: 'Ce formulaire ne prend plus de réponses.' },
    confirmNext: 'Veuillez regarder dans votre boîte : nous avons une question avant de continuer.',
    receipt: {
      subject: (number) => `Nous avons reçu votre demande [${number}]`,
      letter: (number) =>
        `Merci. Votre demande porte le numéro ${number} ; veuillez l’indiquer si vous nous écrivez de nouveau.`,
    },
    confirm: {
      title: 'Était-ce vous ?',
      text: 'Quelqu’un a envoyé notre formulaire avec votre adresse.',
      send: 'Oui, c’était moi',
      done: 'Merci, c’est confirmé.',
      subject: 'Veuillez confirmer votre message',
      letter:
        'Quelqu’un a envoyé notre formulaire avec votre adresse. Si c’était vous, veuillez le confirmer ici ; sinon, ne faites rien :',
    },
  },
  es: {
    labels: {
      first: 'Nombre',
      last: 'Apellidos',
      email: 'Correo electrónico',
      phone: 'Teléfono',
      company: 'Empresa',
      country: 'País',
      postcode: 'Código postal',
      productInterest: '¿Qué le interesa?',
      subject: 'Asunto',
      message: 'Mensaje',
    },
    send: 'Enviar',
    optional: 'opcional',
    choose: 'Elija, por favor',
    empty: 'Deje esto vacío',
    amiss: 'Falta algo o algo no es correcto. Mire, por favor, lo que está marcado.',
    missing: 'Rellene este campo, por favor.',
    wrong: 'Revise este campo, por favor.',
    agree: 'Marque esta casilla para continuar.',
    expired: 'La página estuvo abierta mucho tiempo. Envíela otra vez, por favor.',
    refused: 'No hemos podido aceptarlo. Inténtelo más tarde, por favor.',
    unknown: { title: 'No encontrado', text: 'No hay ningún formulario en esta dirección.' },
    closed: { title: 'Cerrado', text: 'Este formulario ya no admite respuestas.' },
    confirmNext: 'Mire su buzón, por favor: tenemos una pregunta antes de seguir.',
    receipt: {
      subject: (number) => `Hemos recibido su solicitud [${number}]`,
      letter: (number) =>
        `Gracias. Su solicitud tiene el número ${number}; indíquelo, por favor, si nos vuelve a escribir.`,
    },
    confirm: {
      title: '¿Ha sido usted?',
      text: 'Alguien ha enviado nuestro formulario con su dirección.',
      send: 'Sí, he sido yo',
      done: 'Gracias, queda confirmado.',
      subject: 'Confirme su mensaje, por favor',
      letter:
        'Alguien ha enviado nuestro formulario con su dirección. Si ha sido usted, confírmelo aquí; si no, no haga nada:',
    },
  },
}
