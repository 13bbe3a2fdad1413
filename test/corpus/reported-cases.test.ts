/** Small dossiers made after public bug reports, which lie beside the project: answered as they ask. */
import { expect, test } from 'vitest'
import {
  CASES_FOLDER,
  compareCases,
  differences,
  readCases,
  type Answer,
  type ReportedCase,
} from '../../scripts/reported-cases.ts'

const PROGRAM_MS = 60_000
const cases = await readCases()
if (!cases)
  console.warn(`LEFT OUT: there are no reported cases in ${CASES_FOLDER}, and no answer is compared with them`)

test.skipIf(!cases)(
  `reported cases are answered as they ask${cases ? '' : ' (LEFT OUT: they are not beside the project)'}`,
  { timeout: PROGRAM_MS },
  async () => {
    expect(cases?.length).toBeGreaterThan(0)
    expect(await compareCases(cases ?? [])).toEqual([])
  },
)

const text = { vi: 'Ghi yyyymmddHHMM', en: 'Write yyyymmddHHMM' }
const finding = (rule: string, severity: 'error' | 'warning' | 'info'): Answer['findings'][number] => {
  const [table = '', field = ''] = rule.split('.')
  return { rule, severity, table, field, message: text, remedy: text }
}
const answer: Answer = {
  findings: [finding('XML1.MA_THE.form', 'warning'), finding('XML2.T_BHTT.equals-share', 'info')],
  dossiers: { rejected: 0 },
}
const asked = (expect: ReportedCase['expect'], given: Answer = answer): string[] =>
  differences({ file: 'a.xml', kind: '', why: '', expect }, given, '<?xml version="1.0"?>\n<ns0:GIAMDINHHS/>')

test('a comparison says where an answer is not what is expected, and nothing where it is', () => {
  expect(asked({ errors: 0, warnings: 1, rejected: 0, some_finding: true, min_severity: 'warning' })).toEqual([])
  expect(asked({ errors: 1, rejected: 1, no_warning: true })).toEqual([
    'a.xml: errors: 0 instead of 1',
    'a.xml: warnings: 1 instead of 0',
    'a.xml: rejected: 0 instead of 1',
  ])
  expect(asked({ min_severity: 'error', no_rule: ['equals-'], not_in_remedy: 'HHMM' })).toHaveLength(4)
  expect(asked({ finding: { field: ['MA_THE'], severity: ['error', 'warning'] } })).toEqual([])
  expect(asked({ finding: { table: 'XML3' } })).toHaveLength(1)
  expect(asked({ some_finding: true }, { ...answer, findings: [] })).toEqual(['a.xml: no finding at all'])
})

test('a refusal is expected or not, and names the root that was found', () => {
  const refused: Answer = { findings: [] }
  const problem = {
    code: 'root-unknown' as const,
    message: { vi: 'Thẻ gốc', en: 'The root ns0:GIAMDINHHS' },
    remedy: text,
  }
  expect(asked({}, { ...refused, problem })).toEqual(['a.xml: refused: root-unknown'])
  expect(asked({ refused: true })).toEqual(['a.xml: not refused'])
  expect(asked({ refused: true }, { ...refused, problem })).toHaveLength(1)
})
