import { z } from 'zod'

/** `https://shop.example`: what a browser calls the site of a page, its origin (RFC 6454). */
export const site = z
  .string()
  .max(200)
  .refine(isOrigin, 'must be a site such as https://www.example.com, without a path')
  .meta({ examples: ['https://www.example.com', 'https://shop.example.org:8443'] })

function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:/.test(text) && new URL(text).origin === text
}
