/** The header by which a browser saves an answer under this name. */
export const attachment = (name: string) => disposition(name, 'attachment')

/**
 * What a browser does with an answer, and what it is called (RFC 6266): in ASCII for what knows no better, and as it is
 * (RFC 8187). Quotes, folders and control characters are no part of a name.
 */
export function disposition(name: string, as: 'attachment' | 'inline'): string {
  const clean = Array.from(name, (sign) => (/[\p{C}"\\/]/u.test(sign) ? '_' : sign)).join('')
  const ascii = clean.replace(/[^ -~]/gu, '_').replaceAll('%', '_')
  const encoded = encodeURIComponent(clean).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  )
  return `${as}; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
