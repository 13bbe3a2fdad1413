import { fillText, type TextParams } from '../../kernel/text.ts'
import type { Finding, RenderedFinding } from './finding.ts'

/** Longest value repeated to the sender: enough to recognise it, too little to carry a medical report. */
const SHOWN_CHARACTERS = 80

/** The finding in both languages, its value cut to a recognisable length and masked where it identifies a person. */
export function renderFinding(finding: Finding): RenderedFinding {
  const { demand, severity, dossier, table, row, field, line, column } = finding
  const value = shownValue(finding)
  const params: TextParams = { ...finding.params, table: table ?? '', field: field ?? '', value: value ?? '' }
  return {
    rule: demand.id,
    severity,
    dossier: dossier && { index: dossier.index, MA_LK: dossier.MA_LK },
    table,
    row,
    field,
    line,
    column,
    value,
    message: fillText(demand.problem, params),
    remedy: fillText(demand.remedy, params),
    source: demand.source,
  }
}

function shownValue({ value, identifies }: Finding): string | null {
  if (value === null) return null
  return identifies ? maskValue(value) : cut(value)
}

const cut = (value: string): string =>
  value.length <= SHOWN_CHARACTERS ? value : `${[...value].slice(0, SHOWN_CHARACTERS).join('')}…`

/**
 * First character and length are left, the rest is hidden: the clerk, who has the dossier, recognises the value;
 * nobody else learns it. Values of up to three characters are hidden whole.
 */
export function maskValue(value: string): string {
  const characters = [...value]
  if (characters.length <= 3) return '*'.repeat(characters.length)
  return `${characters[0]}${'*'.repeat(Math.min(characters.length - 1, 12))} (${characters.length})`
}
