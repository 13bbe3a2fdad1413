/** Which catalogues can be read from which files. */
import type { CatalogueImport, CodeForm } from '../layout.ts'
import * as forms from './forms.ts'
import { blood, drugRoutes, drugs, herbs, supplies, traditionalDiseases, traditionalPreparations } from './medicines.ts'
import { communes, departments, districts, facilities, patientCategories, provinces } from './places.ts'
import { icd10, icd9cm, services, testIndices } from './services.ts'

/** Small lists that no file of the Ministry brings as a table of its own: read in the form of the seed. */
const small = (form: CodeForm): CatalogueImport => ({ form, layouts: [] })

const catalogueImports = {
  'accident-causes': small(forms.ONE_OR_TWO_DIGITS),
  'anaesthesia-methods': small(forms.ONE_OR_TWO_DIGITS),
  'assessed-groups': small(forms.WORD),
  'benefit-levels': small(forms.ONE_OR_TWO_DIGITS),
  blood,
  'card-groups': small(forms.CARD_GROUP),
  communes,
  'cost-groups': small(forms.ONE_OR_TWO_DIGITS),
  coverages: small(forms.ONE_OR_TWO_DIGITS),
  departments,
  'discharge-kinds': small(forms.ONE_OR_TWO_DIGITS),
  districts,
  'drug-payers': small(forms.ONE_OR_TWO_DIGITS),
  'drug-routes': drugRoutes,
  drugs,
  'encounter-types': small(forms.TWO_DIGITS),
  'ethnic-groups': small(forms.TWO_DIGITS),
  facilities,
  'facility-drug-kinds': small(forms.ONE_OR_TWO_DIGITS),
  fuels: small(forms.FUEL),
  herbs,
  'hiv-regimens': small(forms.HIV_REGIMEN),
  icd10,
  'icd10-chapters': small(forms.WORD),
  icd9cm,
  'living-areas': small(forms.WORD),
  nationalities: small(forms.THREE_DIGITS),
  occupations: small(forms.OCCUPATION),
  'patient-categories': patientCategories,
  'payment-methods': small(forms.ONE_OR_TWO_DIGITS),
  provinces,
  'service-chapters': small(forms.TWO_DIGITS),
  'service-levels': small(forms.WORD),
  services,
  sexes: small(forms.ONE_OR_TWO_DIGITS),
  supplies,
  'surgery-classes': small(forms.WORD),
  'test-indices': testIndices,
  'traditional-diseases': traditionalDiseases,
  'traditional-preparations': traditionalPreparations,
  'treatment-results': small(forms.ONE_OR_TWO_DIGITS),
} as const satisfies Record<string, CatalogueImport>

export type ImportableCatalogue = keyof typeof catalogueImports

/** Whether files of a catalogue can be read. */
export const isImportable = (id: string): id is ImportableCatalogue => Object.hasOwn(catalogueImports, id)

/** How files of a catalogue are read. */
export const importOf = (id: ImportableCatalogue): CatalogueImport => catalogueImports[id]

/** Every catalogue that can be read, in alphabetical order. */
// The keys of a constant object are those of its type.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
export const importableCatalogues = Object.keys(catalogueImports) as readonly ImportableCatalogue[]

/** The catalogues that one file brings together: the file is read once for each of them. Any other id stands for itself alone. */
export function partsOf(id: string): readonly ImportableCatalogue[] {
  if (id === 'administrative-units') return ['provinces', 'districts', 'communes']
  return isImportable(id) ? [id] : []
}
