import { flag, integer, oneOf, orNull, text } from '../store/columns.ts'
import type { Warehouse } from '../store/database.ts'
import { readContents } from '../store/warehouse/contents/read.ts'
import { dossierName, dossiersArgument, ofDossiers, type DossierKey } from '../store/warehouse/dossier-keys.ts'
import type { Vault } from '../store/warehouse/identity/vault.ts'
import { PURPOSES } from '../../db/warehouse/facts.ts'
import type { KeptAssessment, KeptFinding, GatheredDossier } from './dossier.ts'
import { monthSql } from './month.ts'

/** Dossiers that are read and turned into rows at once. */
const DOSSIERS_AT_ONCE = 100

/** Facilities of a province that have sent anything, each found by one look into the index. */
export async function facilitiesOf(warehouse: Warehouse, province: string): Promise<string[]> {
  const rows = await warehouse.ask({
    sql: `WITH RECURSIVE each(facility) AS (
        SELECT min(facility) FROM dossiers WHERE facility >= :province
        UNION ALL
        SELECT (SELECT min(d.facility) FROM dossiers d WHERE d.facility > each.facility) FROM each
        WHERE each.facility < :province || ':')
      SELECT facility FROM each WHERE facility < :province || ':'`,
    args: { province },
    shape: { facility: text },
  })
  return rows.map(({ facility }) => facility)
}

/** The dossiers of a facility in a month, as of one moment, so that no two versions of one dossier are current. */
export type Listed = { readonly row: number; readonly isCurrent: boolean; readonly fund: number }

export const listDossiers = (warehouse: Warehouse, facility: string, month: string): Promise<Listed[]> =>
  warehouse.ask({
    sql: `SELECT d.rowid AS row, d.is_current = 1 AND d.outcome <> 'rejected' AS isCurrent, coalesce(d.T_BHTT, 0) AS fund FROM dossiers d
      WHERE d.facility = :facility AND d.received_on >= :month || '-01' AND ${monthSql('d')} = :month AND d.kind = 'dossier'
      ORDER BY d.received_on, d.submission_id, d.dossier`,
    args: { facility, month },
    shape: { row: integer, isCurrent: flag, fund: integer },
  })

const FACTS = {
  row: integer,
  submissionId: text,
  dossier: integer,
  facility: text,
  purpose: oneOf(PURPOSES),
  standard: text,
  MA_LK: orNull(text),
  version: integer,
  receivedOn: text,
  endedOn: orNull(text),
  NGAY_VAO: orNull(text),
  MA_LOAI_KCB: orNull(text),
  MA_DOITUONG_KCB: orNull(text),
  MA_BENH_CHINH: orNull(text),
  icdChapter: orNull(text),
  KET_QUA_DTRI: orNull(text),
  T_TONGCHI_BV: orNull(integer),
  T_TONGCHI_BH: orNull(integer),
  T_BHTT: orNull(integer),
  T_BNTT: orNull(integer),
  T_BNCCT: orNull(integer),
  T_NGUONKHAC: orNull(integer),
  personHash: orNull(text),
  outcome: text,
  state: orNull(text),
  errors: integer,
  warnings: integer,
  timeliness: orNull(text),
  assessment: orNull(text),
}

/** Those dossiers, whole, in their order. */
export async function* readDossiers(
  warehouse: Warehouse,
  vault: Vault,
  listed: readonly Listed[],
): AsyncGenerator<GatheredDossier> {
  for (let from = 0; from < listed.length; from += DOSSIERS_AT_ONCE) {
    yield* await readPage(warehouse, vault, listed.slice(from, from + DOSSIERS_AT_ONCE))
  }
}

async function readPage(warehouse: Warehouse, vault: Vault, page: readonly Listed[]): Promise<GatheredDossier[]> {
  const found = await warehouse.ask({
    sql: `SELECT d.rowid AS row, d.submission_id AS submissionId, d.dossier, d.facility, d.purpose, s.standard, d.MA_LK, d.version,
        d.received_on AS receivedOn, d.ended_on AS endedOn, d.NGAY_VAO, d.MA_LOAI_KCB, d.MA_DOITUONG_KCB, d.MA_BENH_CHINH,
        d.icd_chapter AS icdChapter, d.KET_QUA_DTRI, d.T_TONGCHI_BV, d.T_TONGCHI_BH, d.T_BHTT, d.T_BNTT, d.T_BNCCT, d.T_NGUONKHAC,
        d.person_hash AS personHash, d.outcome, d.state, d.errors, d.warnings, d.timeliness, d.assessment
      FROM dossiers d JOIN submissions s ON s.id = d.submission_id WHERE d.rowid IN (SELECT value FROM json_each(?))`,
    args: [JSON.stringify(page.map(({ row }) => row))],
    shape: FACTS,
  })
  const byRow = new Map(found.map((facts) => [facts.row, facts]))
  const current = page.flatMap(({ row, isCurrent }) => (isCurrent ? (byRow.get(row) ?? []) : []))
  const [contents, findings, assessments] = await Promise.all([
    readContents(warehouse, vault, current),
    findingsOf(warehouse, found),
    assessmentsOf(warehouse, found),
  ])
  return page.flatMap(({ row, isCurrent }): GatheredDossier[] => {
    const facts = byRow.get(row)
    if (facts === undefined) return []
    const { row: _row, ...dossier } = facts
    const name = dossierName(dossier)
    return [
      {
        dossier,
        isCurrent,
        contents: contents.get(name) ?? [],
        findings: findings.get(name) ?? [],
        assessments: assessments.get(name) ?? [],
      },
    ]
  })
}

function byDossier<Row extends DossierKey, Kept>(rows: readonly Row[], kept: (row: Row) => Kept): Map<string, Kept[]> {
  const found = new Map<string, Kept[]>()
  for (const row of rows) {
    const name = dossierName(row)
    const known = found.get(name) ?? []
    found.set(name, known)
    known.push(kept(row))
  }
  return found
}

async function findingsOf(warehouse: Warehouse, places: readonly DossierKey[]): Promise<Map<string, KeptFinding[]>> {
  const rows = await warehouse.ask({
    sql: `SELECT submission_id AS submissionId, dossier, rule, severity, table_id AS tableId, field FROM findings
      WHERE ${ofDossiers('findings')} ORDER BY submission_id, ordinal`,
    args: { places: dossiersArgument(places) },
    shape: {
      submissionId: text,
      dossier: integer,
      rule: text,
      severity: text,
      tableId: orNull(text),
      field: orNull(text),
    },
  })
  return byDossier(rows, ({ rule, severity, tableId, field }) => ({ rule, severity, tableId, field }))
}

const JUDGED = { decision: text, reasonCode: orNull(text), amount: orNull(integer) }

async function assessmentsOf(
  warehouse: Warehouse,
  places: readonly DossierKey[],
): Promise<Map<string, KeptAssessment[]>> {
  const rows = await warehouse.ask({
    sql: `SELECT a.submission_id AS submissionId, a.dossier, NULL AS tableId, a.decision, a.reason_code AS reasonCode, a.amount,
        a.received_at AS at, 0 AS line FROM assessments a WHERE a.${ofDossiers('assessments')}
      UNION ALL
      SELECT a.submission_id, a.dossier, l.table_id, l.decision, l.reason_code, l.amount, a.received_at, l.STT
      FROM assessments a JOIN assessment_lines l ON l.sender = a.sender AND l.assessment = a.id
      WHERE a.${ofDossiers('assessments')} ORDER BY at, tableId, line`,
    args: { places: dossiersArgument(places) },
    shape: { submissionId: text, dossier: integer, tableId: orNull(text), ...JUDGED },
  })
  return byDossier(rows, ({ tableId, decision, reasonCode, amount }) => ({ tableId, decision, reasonCode, amount }))
}
