/** The languages in which pages for strangers speak by themselves. */
export const formLanguages = ['en', 'de', 'fr', 'es'] as const
export type FormLanguage = (typeof formLanguages)[number]
