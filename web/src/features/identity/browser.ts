const browsers: readonly [RegExp, string][] = [
  [/HeadlessChrome/, 'Chromium'],
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrom(e|ium)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const systems: readonly [RegExp, string][] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
]

/** "Firefox on Linux"; what is none of the usual is shown by its first word. */
export function browserOf(userAgent: string | null): string {
  if (!userAgent) return 'Unknown'
  const found = (names: readonly [RegExp, string][]) => names.find(([sign]) => sign.test(userAgent))?.[1]
  const [browser, system] = [found(browsers), found(systems)]
  return browser ? [browser, system].filter(Boolean).join(' on ') : (userAgent.split(/[\s/]/)[0] ?? 'Unknown')
}
