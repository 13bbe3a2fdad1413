import type { StandardId } from '../../standards/field.ts'
import { CHECKERS, SINCE_4750 } from '../rule.ts'
import type { ValueKind } from '../reads.ts'
import type { RowId } from '../row-id.ts'
import { recordRule } from './rule.ts'

type Repeated = {
  field: string
  tables: readonly string[]
  kind?: Exclude<ValueKind, 'decimal'>
  standards?: readonly StandardId[]
  /** Two values of this kind, and how they differ in what they say and not only in how they are written. */
  example: readonly [string, string]
}

const ICD = ['I10', 'E11.9'] as const
const MOMENTS = ['202603020800', '202603020801'] as const
const PLACE = ['Số 1 phường Thử', 'Số 2 phường Thử'] as const
const WORDS = ['Tăng huyết áp', 'Đái tháo đường'] as const
/** Transfer and appointment. */
const TAKEN_HOME = ['XML13', 'XML14'] as const
const WITH_HIV = ['XML6', ...TAKEN_HOME] as const

/** What the gateway's sheet asks to be the same as in XML1 wherever it is filled in. Moments of QĐ 3176 that are lists are not compared. */
const REPEATED: readonly Repeated[] = [
  { field: 'HO_TEN', tables: ['XML13'], example: ['NGUYỄN VĂN THỬ', 'TRẦN VĂN THỬ'] },
  { field: 'NGAY_SINH', tables: WITH_HIV, kind: 'birth', example: ['198001010000', '198101010000'] },
  { field: 'GIOI_TINH', tables: WITH_HIV, kind: 'code', example: ['1', '2'] },
  { field: 'DIA_CHI', tables: WITH_HIV, example: PLACE },
  { field: 'MA_QUOCTICH', tables: ['XML13'], example: ['000', '116'] },
  { field: 'MA_DANTOC', tables: ['XML13'], kind: 'code', example: ['01', '02'] },
  // QĐ 3176 shortens the code in XML1 alone.
  { field: 'MA_NGHE_NGHIEP', tables: ['XML13'], standards: ['4750'], example: ['61101', '61102'] },
  { field: 'MATINH_CU_TRU', tables: ['XML6'], kind: 'code', example: ['01', '79'] },
  { field: 'MAHUYEN_CU_TRU', tables: ['XML6'], kind: 'code', example: ['001', '002'] },
  { field: 'MAXA_CU_TRU', tables: ['XML6'], kind: 'code', example: ['00004', '00007'] },
  { field: 'MA_CSKCB', tables: ['XML6', 'XML13', 'XML15'], example: ['01001', '01002'] },
  { field: 'MA_NOI_DI', tables: ['XML13'], standards: ['4750'], example: ['01001', '01002'] },
  { field: 'MA_NOI_DEN', tables: ['XML13'], standards: ['4750'], example: ['01001', '01002'] },
  { field: 'MA_THE_BHYT', tables: TAKEN_HOME, example: ['GD4010000000001', 'GD4010000000002'] },
  { field: 'GT_THE_DEN', tables: TAKEN_HOME, example: ['20261231', '20271231'] },
  { field: 'NGAY_VAO', tables: TAKEN_HOME, kind: 'moment', example: MOMENTS },
  { field: 'NGAY_VAO_NOI_TRU', tables: TAKEN_HOME, kind: 'moment', example: MOMENTS },
  { field: 'NGAY_RA', tables: TAKEN_HOME, kind: 'moment', example: MOMENTS },
  { field: 'CHAN_DOAN_RV', tables: TAKEN_HOME, example: WORDS },
  { field: 'PP_DIEU_TRI', tables: ['XML13'], standards: ['4750'], example: WORDS },
  { field: 'MA_BENH_CHINH', tables: TAKEN_HOME, example: ICD },
  { field: 'MA_BENH_KT', tables: TAKEN_HOME, example: ICD },
  { field: 'MA_BENH_YHCT', tables: TAKEN_HOME, example: ['U62.392.5', 'U50.011'] },
  { field: 'MA_LOAI_RV', tables: ['XML13'], kind: 'code', example: ['2', '5'] },
  { field: 'MA_DOITUONG_KCB', tables: ['XML14'], example: ['1.1', '1.10'] },
]

/** Transfer and appointment have rows of their own; the tables of HIV and tuberculosis share one. */
const ROWS: Readonly<Record<string, RowId>> = { XML13: 'DOC-09', XML14: 'DOC-11' }

/** Blanks and the way letters are composed are no difference; a day that has no time is the same day. */
function saysTheSame(left: string, right: string, kind: ValueKind): boolean {
  if (left === right) return true
  if (kind === 'birth') return left.startsWith(right) || right.startsWith(left)
  return kind === 'text' && plain(left) === plain(right)
}

const plain = (text: string): string => text.normalize('NFC').replace(/\s+/g, '')

/** The sentences leave values out: most of them are the patient's own. */
const sameAsXml1 = REPEATED.flatMap(
  ({ field, tables, kind = 'text', standards = SINCE_4750, example: [one, another] }) =>
    tables.map((table) =>
      recordRule({
        name: 'same-as-XML1',
        tables: [table],
        field,
        by: 'gateway',
        source: { confidence: 'high' },
        problem: { vi: `${field} khác với ${field} của XML1`, en: `${field} differs from ${field} of XML1` },
        remedy: {
          vi: `Ghi ${field} như ở XML1, hoặc sửa ${field} ở XML1`,
          en: `Write ${field} as in XML1, or correct it in XML1`,
        },
        catalogue: [ROWS[table] ?? 'DOC-18'],
        standards,
        when: [{ present: field }],
        whenXml1: [{ present: field }],
        evidence: { [field]: kind },
        xml1: { [field]: kind },
        holds: (values, xml1) => saysTheSame(values[field] ?? '', xml1[field] ?? '', kind),
        valid: [{ why: 'the same', record: { [field]: one }, xml1: { [field]: one } }],
        invalid: [{ why: 'another', record: { [field]: another }, xml1: { [field]: one } }],
      }),
    ),
)

/** Under QĐ 3176 the facility that receives the patient has another name in the paper. */
const receivingFacility = recordRule({
  name: 'same-as-MA_NOI_DEN',
  tables: ['XML13'],
  field: 'MA_CSKCB_DEN',
  by: 'practice',
  source: { ...CHECKERS, confidence: 'medium' },
  problem: {
    vi: 'MA_CSKCB_DEN (cơ sở tiếp nhận) là {found}, còn MA_NOI_DEN của XML1 là {expected}',
    en: 'MA_CSKCB_DEN (receiving facility) is {found}, but MA_NOI_DEN of XML1 is {expected}',
  },
  remedy: {
    vi: 'Ghi cùng một mã ở MA_CSKCB_DEN và MA_NOI_DEN',
    en: 'Write the same code into MA_CSKCB_DEN and MA_NOI_DEN',
  },
  catalogue: ['DOC-10'],
  standards: ['3176'],
  when: [{ present: 'MA_CSKCB_DEN' }],
  whenXml1: [{ present: 'MA_NOI_DEN' }],
  evidence: { MA_CSKCB_DEN: 'text' },
  xml1: { MA_NOI_DEN: 'text' },
  holds: ({ MA_CSKCB_DEN }, { MA_NOI_DEN }) =>
    MA_CSKCB_DEN === MA_NOI_DEN || { holds: false, params: { found: MA_CSKCB_DEN, expected: MA_NOI_DEN } },
  valid: [{ why: 'the same', record: { MA_CSKCB_DEN: '01002' }, xml1: { MA_NOI_DEN: '01002' } }],
  invalid: [{ why: 'another', record: { MA_CSKCB_DEN: '01002' }, xml1: { MA_NOI_DEN: '01003' } }],
})

/** DOC: what papers repeat of XML1. */
export const repeatedFieldRules = [...sameAsXml1, receivingFacility]
