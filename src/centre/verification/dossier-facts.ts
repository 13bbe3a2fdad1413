import { detached } from '../../kernel/detached.ts'
import { dayOf, isoDay, parseDecimal, toScale, valueOf, type RawRow } from '../../engine/index.ts'
import { createContentHash, type ContentHash } from '../../store/warehouse/content-hash.ts'
import { icdChapterOf } from '../../store/warehouse/icd-chapters.ts'
import { hashesOf, personOf, type IdentityHash } from '../../store/warehouse/identity/numbers.ts'
import type { Identity, Vault } from '../../store/warehouse/identity/vault.ts'
import type { CostRow, DossierRow } from '../../store/warehouse/write.ts'
import { HEADS } from '../../store/warehouse/contents/format.ts'

type Head = Pick<
  DossierRow,
  | 'beganOn'
  | 'endedOn'
  | 'NGAY_VAO'
  | 'NGAY_RA'
  | 'MA_LOAI_KCB'
  | 'MA_DOITUONG_KCB'
  | 'MA_BENH_CHINH'
  | 'icdChapter'
  | 'KET_QUA_DTRI'
  | AmountName
>

/** What the tables of a dossier say of it as a whole. */
export type DossierFacts = {
  readonly head: Head & Pick<DossierRow, 'kind' | 'cardHash' | 'personHash' | 'contentHash'>
  readonly costs: readonly Omit<CostRow, 'submissionId' | 'dossier' | 'facility' | 'purpose' | 'receivedOn'>[]
  readonly hashes: readonly IdentityHash[]
  /** XML1 as it was sent; null where the dossier has none. */
  readonly summary: ReadonlyMap<string, string> | null
}

export type DossierFactsReader = {
  /** Takes note of a row. */
  note: (table: string, row: RawRow, identity: Identity | null) => void
  /** What was noted since the last call. */
  take: () => DossierFacts
}

const AMOUNTS = ['T_TONGCHI_BV', 'T_TONGCHI_BH', 'T_BHTT', 'T_BNTT', 'T_BNCCT', 'T_NGUONKHAC'] as const
type AmountName = (typeof AMOUNTS)[number]
/** What QĐ 4210 calls otherwise. */
const OLDER_NAMES: Readonly<Record<string, string>> = { T_TONGCHI_BV: 'T_TONGCHI', MA_BENH_CHINH: 'MA_BENH' }
/** A line's own total under the names of XML1's. */
const LINE_COLUMNS: Readonly<Record<AmountName, readonly string[]>> = {
  T_TONGCHI_BV: ['THANH_TIEN_BV', 'THANH_TIEN'],
  T_TONGCHI_BH: ['THANH_TIEN_BH'],
  T_BHTT: ['T_BHTT'],
  T_BNTT: ['T_BNTT'],
  T_BNCCT: ['T_BNCCT'],
  T_NGUONKHAC: ['T_NGUONKHAC'],
}
const COST_TABLES: ReadonlySet<string> = new Set(['XML2', 'XML3'])
const HUNDREDTHS = 2

type Costs = { lines: number } & Partial<Record<AmountName, number>>

/** Gathers facts row by row; what is held of a dossier is one line per cost group and one hash per row. */
export function createDossierFacts(vault: Vault): DossierFactsReader {
  let head: Head | null = null
  let kind: DossierRow['kind'] = 'dossier'
  let costs = new Map<string, Costs>()
  let hashes = new Map<string, IdentityHash>()
  let content: ContentHash = createContentHash()
  let summary: ReadonlyMap<string, string> | null = null

  return {
    note(table, row, identity) {
      content.add(table, row.names, row.texts, row.length)
      if (identity) for (const each of hashesOf(vault, identity)) hashes.set(each.hash, each)
      if (HEADS.has(table)) head ??= readHead(row)
      if (table === 'CHECKIN') kind = 'check-in'
      if (table === 'XML1') summary ??= textsOf(row)
      if (COST_TABLES.has(table)) addLine(costs, row)
    },
    take() {
      const all = [...hashes.values()]
      const facts: DossierFacts = {
        head: { ...(head ?? NOTHING), kind, ...personOf(all), contentHash: content.end() },
        costs: [...costs].map(([MA_NHOM, sums]) => ({ MA_NHOM, ...sums })),
        hashes: all,
        summary,
      }
      head = null
      summary = null
      kind = 'dossier'
      costs = new Map()
      hashes = new Map()
      content = createContentHash()
      return facts
    },
  }
}

const NOTHING: Head = {}

/** Codes, days and moments have digits, few characters and no spaces: what is none of these may be a name, and columns are readable. */
const CODE = /^(?=.*\d)[\w.;-]{1,10}$|^\d{12}$/
const codeOrNull = (text: string | null): string | null => (text !== null && CODE.test(text) ? text : null)

function readHead(row: RawRow): Head {
  const text = (name: string): string | null => {
    const found = valueOf(row, name) || valueOf(row, OLDER_NAMES[name] ?? name)
    return found === '' ? null : detached(found)
  }
  const day = (name: string): string | null => {
    const found = dayOf(valueOf(row, name))
    return found === null ? null : isoDay(found)
  }
  const code = (name: string): string | null => codeOrNull(text(name))
  const diagnosis = code('MA_BENH_CHINH')
  const money = (name: AmountName): number | null => hundredths(text(name) ?? '')
  return {
    beganOn: day('NGAY_VAO'),
    endedOn: day('NGAY_RA'),
    NGAY_VAO: code('NGAY_VAO'),
    NGAY_RA: code('NGAY_RA'),
    MA_LOAI_KCB: code('MA_LOAI_KCB')?.padStart(2, '0') ?? null,
    MA_DOITUONG_KCB: code('MA_DOITUONG_KCB'),
    MA_BENH_CHINH: diagnosis,
    icdChapter: diagnosis === null ? null : icdChapterOf(diagnosis),
    KET_QUA_DTRI: code('KET_QUA_DTRI'),
    T_TONGCHI_BV: money('T_TONGCHI_BV'),
    T_TONGCHI_BH: money('T_TONGCHI_BH'),
    T_BHTT: money('T_BHTT'),
    T_BNTT: money('T_BNTT'),
    T_BNCCT: money('T_BNCCT'),
    T_NGUONKHAC: money('T_NGUONKHAC'),
  }
}

/** Whole hundredths; null where there is no number, or one that no sum of money comes near. */
function hundredths(text: string): number | null {
  const decimal = parseDecimal(text)
  const units = decimal && toScale(decimal, HUNDREDTHS).units
  return typeof units === 'number' ? units : null
}

/** Every element of a row that holds something; of a doubled one the first counts. */
function textsOf(row: RawRow): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  for (let at = row.length - 1; at >= 0; at -= 1) {
    const text = row.texts[at] ?? ''
    if (text !== '') texts.set(row.names[at] ?? '', detached(text))
  }
  return texts
}

function addLine(costs: Map<string, Costs>, row: RawRow): void {
  const group = codeOrNull(detached(valueOf(row, 'MA_NHOM'))) ?? ''
  const sums = costs.get(group) ?? { lines: 0 }
  costs.set(group, sums)
  sums.lines += 1
  for (const name of AMOUNTS) {
    const text = LINE_COLUMNS[name].map((column) => valueOf(row, column)).find((value) => value !== '')
    const amount = text === undefined ? null : hundredths(text)
    if (amount !== null) sums[name] = (sums[name] ?? 0) + amount
  }
}
