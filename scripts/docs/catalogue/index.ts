/**
 * The rule catalogue: 535 ideas of what a dossier should be checked for, gathered from decisions and from checkers in use. The
 * `catalogue` of a rule names the rows that it covers. A row is no law: a rule names the decision that demands it.
 */
import type { RuleFamily, RowId } from '../../../src/engine/index.ts'
import { adm } from './adm.ts'
import { bed } from './bed.ts'
import { cat } from './cat.ts'
import { cls } from './cls.ts'
import { cod } from './cod.ts'
import { ctr } from './ctr.ts'
import { dat } from './dat.ts'
import { doc } from './doc.ts'
import { dup } from './dup.ts'
import { env } from './env.ts'
import { exm } from './exm.ts'
import { fin } from './fin.ts'
import { med } from './med.ts'
import { sta } from './sta.ts'
import { str } from './str.ts'
import { svc } from './svc.ts'
import { vty } from './vty.ts'
import { wfl } from './wfl.ts'
import type { CatalogueRow, RowsOf } from './row.ts'

/** Every family in the order of the document, with its title and rows. */
export const CATALOGUE: { readonly [Each in RuleFamily]: { readonly title: string; readonly rows: RowsOf<Each> } } = {
  ENV: { title: 'envelope, encoding, file', rows: env },
  STR: { title: 'structure and type', rows: str },
  ADM: { title: 'patient, card, admission', rows: adm },
  DAT: { title: 'time order', rows: dat },
  COD: { title: 'diagnosis and codes', rows: cod },
  FIN: { title: 'amounts', rows: fin },
  BED: { title: 'bed days', rows: bed },
  MED: { title: 'prescriptions', rows: med },
  SVC: { title: 'services', rows: svc },
  VTY: { title: 'supplies and implants', rows: vty },
  CLS: { title: 'laboratory and imaging', rows: cls },
  STA: { title: 'staff and scope', rows: sta },
  DUP: { title: 'duplicates', rows: dup },
  DOC: { title: 'papers', rows: doc },
  WFL: { title: 'workflow', rows: wfl },
  CAT: { title: 'quality of the code lists', rows: cat },
  EXM: { title: 'examinations', rows: exm },
  CTR: { title: 'contract and scope', rows: ctr },
}

/** A row with its id and family. */
export type Row = CatalogueRow & { readonly id: RowId; readonly family: RuleFamily }

/** Every family, in order. */
// The keys of an object whose type names them all are those keys.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
export const families = Object.keys(CATALOGUE) as readonly RuleFamily[]

/** Every row, in order. */
export const allRows: readonly Row[] = families.flatMap((family) =>
  Object.entries<CatalogueRow>(CATALOGUE[family].rows).map(([id, row]) => ({
    // As above: the type of the rows names every key.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    id: id as RowId,
    family,
    ...row,
  })),
)
