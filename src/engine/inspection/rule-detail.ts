import { dossierRules } from '../rules/dossier/index.ts'
import { historyRules } from '../rules/history/index.ts'
import { EXAMPLE_ENCOUNTER, encountersOf } from '../rules/history/rule.ts'
import { recordRules } from '../rules/record/index.ts'
import type { RowId } from '../rules/row-id.ts'

/** A case that runs as a test of its rule. */
export type RuleExample = {
  readonly why: string
  /** Fields and values by table; a table without rows is taken away. */
  readonly tables: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>
}

/** What is kept beside a written rule for whoever wants to know it better. */
export type RuleDetail = {
  /** Rows of the rule catalogue (`DAT-07`) that it covers. */
  readonly catalogue: readonly RowId[]
  readonly valid: readonly RuleExample[]
  readonly invalid: readonly RuleExample[]
}

type Row = Readonly<Record<string, string>>
const NOTHING: RuleDetail = { catalogue: [], valid: [], invalid: [] }

/** Examples and catalogue rows of a written rule; a demand that is derived from the fields of a table has none of its own. */
export function ruleDetail(id: string): RuleDetail {
  const ofRecord = recordRules.find((rule) => rule.id === id)
  if (ofRecord) {
    const { table, catalogue, valid, invalid } = ofRecord
    const shown = ({ why, record, xml1 }: (typeof valid)[number]): RuleExample => ({
      why,
      tables: { [table]: [record], ...(xml1 && table !== 'XML1' ? { XML1: [xml1] } : {}) },
    })
    return { catalogue, valid: valid.map(shown), invalid: invalid.map(shown) }
  }
  const ofDossier = dossierRules.find((rule) => rule.id === id)
  if (!ofDossier) return detailOfHistory(id)
  const { catalogue, valid, invalid } = ofDossier
  const shown = ({ why, change }: (typeof valid)[number]): RuleExample => ({
    why,
    tables: Object.fromEntries(Object.entries(change).map(([table, rows]) => [table, rowsOf(rows)])),
  })
  return { catalogue, valid: valid.map(shown), invalid: invalid.map(shown) }
}

/** Encounters as rows of XML1, in the order of receipt: what the law calls each value, and what the example has otherwise than usual. */
function detailOfHistory(id: string): RuleDetail {
  const rule = historyRules.find((known) => known.id === id)
  if (!rule) return NOTHING
  const shown = (example: (typeof rule.valid)[number]): RuleExample => ({
    why: example.why,
    tables: {
      XML1: encountersOf(example).map((encounter) => ({
        MA_CSKCB: encounter.facility,
        MA_LK: encounter.MA_LK,
        NGAY_VAO: encounter.NGAY_VAO,
        NGAY_RA: encounter.NGAY_RA,
        ...Object.fromEntries(
          SHOWN.flatMap((name) =>
            encounter[name] === EXAMPLE_ENCOUNTER[name] ? [] : [[name, String(encounter[name] ?? '')]],
          ),
        ),
      })),
    },
  })
  return { catalogue: rule.catalogue, valid: rule.valid.map(shown), invalid: rule.invalid.map(shown) }
}
const SHOWN = ['kind', 'MA_BENH_CHINH', 'KET_QUA_DTRI', 'MA_NOI_DEN', 'MA_DKBD', 'T_BNCCT', 'settledIn'] as const

const isRows = (rows: Row | readonly Row[]): rows is readonly Row[] => Array.isArray(rows)
const rowsOf = (rows: Row | readonly Row[]): readonly Row[] => (isRows(rows) ? rows : [rows])
