import type { FormLanguage } from '../../../domain/values/form-language.ts'

interface Words {
  choose: string
  zone: (zone: string) => string
  none: string
  taken: string
  missing: string
  booked: string
  mail: string
  yours: string
  cancel: string
  move: string
  cancelled: string
  moved: string
  over: string
}

/** What the pages say on which people book, by language. */
export const bookingWords: Readonly<Record<FormLanguage, Words>> = {
  en: {
    choose: 'Choose a time',
    zone: (zone) => `Times are by the clocks of ${zone}.`,
    none: 'There is no time to choose at the moment.',
    taken: 'Somebody has just taken that time. Please choose another.',
    missing: 'Please choose a time.',
    booked: 'Your appointment is booked',
    mail: 'You get an invitation by e-mail, with a link to move or cancel it.',
    yours: 'Your appointment',
    cancel: 'Cancel the appointment',
    move: 'Move it',
    cancelled: 'Your appointment is cancelled.',
    moved: 'Your appointment was moved.',
    over: 'This appointment is over, or was cancelled.',
  },
  de: {
    choose: 'Wählen Sie eine Zeit',
    zone: (zone) => `Zeiten nach den Uhren von ${zone}.`,
    none: 'Zurzeit ist keine Zeit frei.',
    taken: 'Diese Zeit wurde gerade vergeben. Bitte wählen Sie eine andere.',
    missing: 'Bitte wählen Sie eine Zeit.',
    booked: 'Ihr Termin ist gebucht',
    mail: 'Sie erhalten eine Einladung per E-Mail, mit einem Link zum Verschieben oder Absagen.',
    yours: 'Ihr Termin',
    cancel: 'Termin absagen',
    move: 'Verschieben',
    cancelled: 'Ihr Termin ist abgesagt.',
    moved: 'Ihr Termin wurde verschoben.',
    over: 'Dieser Termin ist vorbei oder wurde abgesagt.',
  },
  fr: {
    choose: 'Choisissez un horaire',
    zone: (zone) => `Heures selon ${zone}.`,
    none: 'Aucun horaire n’est libre pour le moment.',
    taken: 'Cet horaire vient d’être pris. Veuillez en choisir un autre.',
    missing: 'Veuillez choisir un horaire.',
    booked: 'Votre rendez-vous est réservé',
    mail: 'Vous recevez une invitation par e-mail, avec un lien pour le déplacer ou l’annuler.',
    yours: 'Votre rendez-vous',
    cancel: 'Annuler le rendez-vous',
    move: 'Déplacer',
    cancelled: 'Votre rendez-vous est annulé.',
    moved: 'Votre rendez-vous a été déplacé.',
    over: 'Ce rendez-vous est passé ou a été annulé.',
  },
  es: {
    choose: 'Elija una hora',
    zone: (zone) => `Horas según ${zone}.`,
    none: 'Por ahora no hay ninguna hora libre.',
    taken: 'Alguien acaba de tomar esa hora. Elija otra, por favor.',
    missing: 'Elija una hora, por favor.',
    booked: 'Su cita está reservada',
    mail: 'Recibirá una invitación por correo, con un enlace para moverla o cancelarla.',
    yours: 'Su cita',
    cancel: 'Cancelar la cita',
    move: 'Mover',
    cancelled: 'Su cita está cancelada.',
    moved: 'Su cita se ha movido.',
    over: 'Esta cita ya pasó o fue cancelada.',
  },
}
