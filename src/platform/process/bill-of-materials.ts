import { newId } from './ids.ts'
import { keyOf, type Package } from './packages.ts'

/** Loaded when it is asked for: with the list of all licences it takes 200 ms and 18 MB (measured at its import, 10.3.0). */
const load = async () => ({
  ...(await import('@cyclonedx/cyclonedx-library/Enums')),
  ...(await import('@cyclonedx/cyclonedx-library/Models')),
  ...(await import('@cyclonedx/cyclonedx-library/Serialize')),
  ...(await import('@cyclonedx/cyclonedx-library/SPDX')),
  ...(await import('@cyclonedx/cyclonedx-library/Spec')),
  ...(await import('packageurl-js')),
})
type Library = Awaited<ReturnType<typeof load>>

/** An expression of SPDX, as `(MIT OR Apache-2.0)`. What else a package calls its licence is a name. */
const expression = /^\(?[\w.+-]+(?: (?:AND|OR|WITH) \(?[\w.+-]+\)?)+$/

/**
 * The bill of materials of these packages and of the product that is made of them: JSON by CycloneDX 1.6. What a package needs
 * and is not among them (on another system, say) is left out.
 */
export async function billOfMaterials(options: {
  version: string
  /** When it is made. */
  at: Date
  packages: readonly Package[]
}): Promise<string> {
  const { version, at, packages } = options
  const library = await load()
  const { Bom, Component, ComponentType, JsonSerializer, Spec1dot6 } = library
  const bom = new Bom({ serialNumber: `urn:uuid:${newId()}` })
  const product = new Component(ComponentType.Application, 'hindsight', { version, bomRef: 'hindsight' })
  bom.metadata.timestamp = at
  bom.metadata.component = product
  const components = new Map(packages.map((one) => [keyOf(one), componentOf(one, library)]))
  for (const one of packages) {
    const component = components.get(keyOf(one))
    if (!component) continue
    bom.components.add(component)
    if (one.direct) product.dependencies.add(component.bomRef)
    for (const need of one.needs) {
      const needed = components.get(need)
      if (needed) component.dependencies.add(needed.bomRef)
    }
  }
  const serializer = new JsonSerializer(new library.JSON.Normalize.Factory(Spec1dot6))
  return serializer.serialize(bom, { sortLists: true, space: 1 })
}

function componentOf(one: Package, library: Library) {
  const { Component, ComponentType, HashAlgorithm, HashDictionary, LicenseRepository, PackageURL } = library
  const { name, version, licence, integrity } = one
  const scope = name.startsWith('@') ? name.slice(0, name.indexOf('/')) : undefined
  const own = scope === undefined ? name : name.slice(scope.length + 1)
  const [, sha512] = /^sha512-([\w+/=]+)/.exec(integrity ?? '') ?? []
  return new Component(ComponentType.Library, own, {
    ...(scope !== undefined && { group: scope }),
    version,
    bomRef: keyOf(one),
    purl: new PackageURL('npm', scope, own, version).toString(),
    licenses: new LicenseRepository(licence === null ? [] : [licenceOf(licence, library)]),
    hashes: new HashDictionary(
      sha512 === undefined ? [] : [[HashAlgorithm['SHA-512'], Buffer.from(sha512, 'base64').toString('hex')]],
    ),
  })
}

function licenceOf(
  text: string,
  { isSupportedSpdxId, LicenseExpression, NamedLicense, SpdxLicense }: Library,
) {
  if (isSupportedSpdxId(text)) return new SpdxLicense(text)
  return expression.test(text) ? new LicenseExpression(text) : new NamedLicense(text)
}
