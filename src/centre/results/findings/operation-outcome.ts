import type { RenderedFinding, Severity } from '../../../engine/index.ts'

/** https://hl7.org/fhir/R4/operationoutcome.html */
export type OperationOutcome = { readonly resourceType: 'OperationOutcome'; readonly issue: readonly Issue[] }
type Extension = { readonly url: string; readonly valueCode?: string; readonly valueString?: string }
type Issue = {
  readonly severity: 'error' | 'warning' | 'information'
  readonly code: string
  readonly details: {
    readonly coding?: readonly { readonly system: string; readonly code: string }[]
    readonly text: string
    readonly _text?: {
      readonly extension: readonly { readonly url: string; readonly extension: readonly Extension[] }[]
    }
  }
  readonly diagnostics?: string
  readonly location?: readonly string[]
  readonly expression?: readonly string[]
}

const SEVERITIES: Readonly<Record<Severity, Issue['severity']>> = {
  error: 'error',
  warning: 'warning',
  info: 'information',
}

/** http://hl7.org/fhir/issue-type of the demands that are derived from field lists, by the end of the rule's id. */
const RULES_OF_TYPE: Readonly<Record<string, readonly string[]>> = {
  required: ['required'],
  'too-long': ['max-length', 'portal-length', 'annex-length', 'max-items'],
  value: ['number', 'decimal-comma', 'decimals', 'date', 'form', 'allowed-values', 'separator', 'not-negative'],
  'code-invalid': ['code-known', 'code-in-force', 'code-spelling'],
  structure: ['known', 'of-this-standard', 'spelling', 'once', 'no-elements', 'no-text'],
}
const TYPES: ReadonlyMap<string, string> = new Map(
  Object.entries(RULES_OF_TYPE).flatMap(([type, ends]) => ends.map((end) => [end, type])),
)
/** What looks at more than the form of a value. */
const MEANING = 'business-rule'

/**
 * Findings as FHIR R4 clients read them, one issue each: `details` in Vietnamese with the English translation beside it, `diagnostics`
 * what to do and who asks for it, `expression` the path in the file (numbers count from 1, as everywhere in our answers), `location` line
 * and column. Without findings there is one issue that says so, as the resource demands one.
 */
export const operationOutcomeOf = (findings: readonly RenderedFinding[]): OperationOutcome => ({
  resourceType: 'OperationOutcome',
  issue: findings.length === 0 ? [NOTHING_FOUND] : findings.map(issueOf),
})

const NOTHING_FOUND: Issue = {
  severity: 'information',
  code: 'informational',
  details: { text: 'Không có phát hiện. / No findings.' },
}

const TRANSLATION = 'http://hl7.org/fhir/StructureDefinition/translation'

function issueOf({
  rule,
  severity,
  dossier,
  table,
  row,
  field,
  line,
  column,
  value,
  message,
  remedy,
  source,
}: RenderedFinding): Issue {
  const path = [
    ...(dossier === null ? [] : [`HOSO[${dossier.index}]`]),
    ...(table === null ? [] : [row === null ? table : `${table}[STT='${row}']`]),
    ...(field === null ? [] : [field]),
  ].join('.')
  const shown = value === null ? [] : [`value: ${value}`]
  const diagnostics = [remedy.vi, remedy.en, `${source.document}, ${source.place} (${source.confidence})`, ...shown]
  return {
    severity: SEVERITIES[severity],
    code: TYPES.get(rule.split('.').at(-1) ?? '') ?? MEANING,
    details: {
      coding: [{ system: 'urn:bhyt-edge:rule', code: rule }],
      text: message.vi,
      _text: {
        extension: [
          {
            url: TRANSLATION,
            extension: [
              { url: 'lang', valueCode: 'en' },
              { url: 'content', valueString: message.en },
            ],
          },
        ],
      },
    },
    diagnostics: diagnostics.join(' | '),
    ...(line === null ? {} : { location: [`Line[${line}] Col[${column ?? 1}]`] }),
    ...(path === '' ? {} : { expression: [path] }),
  }
}
