/** A change of nothing but the class, in words; undefined for any other. */
export function classified(changes: { classification?: string | null | undefined }): string | undefined {
  const { classification, ...others } = changes
  if (classification === undefined || Object.keys(others).length > 0) return undefined
  return classification === null ? 'Class taken away' : `Classified as ${classification}`
}
