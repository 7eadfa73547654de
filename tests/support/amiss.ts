/** What the descriptions of the API do not say of answers that this process gave, in words. A hook looks after each test. */
export const amiss: string[] = []
