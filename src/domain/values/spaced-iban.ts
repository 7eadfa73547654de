/** In groups of four, as it stands on paper. */
export const spacedIban = (text: string) => text.replace(/(.{4})(?=.)/g, '$1 ')
