import { ComponentType, HashAlgorithm } from '@cyclonedx/cyclonedx-library/Enums'
import {
  Bom,
  Component,
  HashDictionary,
  LicenseExpression,
  LicenseRepository,
  NamedLicense,
  SpdxLicense,
} from '@cyclonedx/cyclonedx-library/Models'
import { JSON as form, JsonSerializer } from '@cyclonedx/cyclonedx-library/Serialize'
import { isSupportedSpdxId } from '@cyclonedx/cyclonedx-library/SPDX'
import { Spec1dot6 } from '@cyclonedx/cyclonedx-library/Spec'
import { PackageURL } from 'packageurl-js'
import { newId } from './ids.ts'
import { keyOf, type Package } from './packages.ts'

/** An expression of SPDX, as `(MIT OR Apache-2.0)`. What else a package calls its licence is a name. */
const expression = /^\(?[\w.+-]+(?: (?:AND|OR|WITH) \(?[\w.+-]+\)?)+$/

/**
 * The bill of materials of these packages and of the product that is made of them: JSON by CycloneDX 1.6. What a package needs
 * and is not among them (on another system, say) is left out.
 */
export function billOfMaterials(options: {
  version: string
  /** When it is made. */
  at: Date
  packages: readonly Package[]
}): string {
  const { version, at, packages } = options
  const bom = new Bom({ serialNumber: `urn:uuid:${newId()}` })
  const product = new Component(ComponentType.Application, 'hindsight', { version, bomRef: 'hindsight' })
  bom.metadata.timestamp = at
  bom.metadata.component = product
  const components = new Map(packages.map((one) => [keyOf(one), componentOf(one)]))
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
  const serializer = new JsonSerializer(new form.Normalize.Factory(Spec1dot6))
  return serializer.serialize(bom, { sortLists: true, space: 1 })
}

function componentOf(one: Package): Component {
  const { name, version, licence, integrity } = one
  const scope = name.startsWith('@') ? name.slice(0, name.indexOf('/')) : undefined
  const own = scope === undefined ? name : name.slice(scope.length + 1)
  const [, sha512] = /^sha512-([\w+/=]+)/.exec(integrity ?? '') ?? []
  return new Component(ComponentType.Library, own, {
    ...(scope !== undefined && { group: scope }),
    version,
    bomRef: keyOf(one),
    purl: new PackageURL('npm', scope, own, version).toString(),
    licenses: new LicenseRepository(licence === null ? [] : [licenceOf(licence)]),
    hashes: new HashDictionary(
      sha512 === undefined ? [] : [[HashAlgorithm['SHA-512'], Buffer.from(sha512, 'base64').toString('hex')]],
    ),
  })
}

function licenceOf(text: string) {
  if (isSupportedSpdxId(text)) return new SpdxLicense(text)
  return expression.test(text) ? new LicenseExpression(text) : new NamedLicense(text)
}
