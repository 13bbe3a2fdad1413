/** SARIF 2.1.0 (OASIS): results as they come, the rules they name behind them. */
import { isAbsolute, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { RenderedFinding, Severity } from '../../src/engine/index.ts'
import { isChecked } from './check-file.ts'
import { STDIN } from './files.ts'
import { spotOf, whereOf, type Reporter, type ReporterOptions } from './reporter.ts'

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json'
const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' }

type Rule = {
  id: string
  shortDescription: { text: string }
  help: { text: string }
  defaultConfiguration: { level: string }
}

/** Relative paths stay relative: a viewer resolves them against what it has opened. */
const uriOf = (path: string): string => {
  if (path === STDIN) return 'stdin'
  if (isAbsolute(path)) return pathToFileURL(path).href
  return path.split(sep).map(encodeURIComponent).join('/')
}

/**
 * A region lies in the file as it lies there; where a table is encoded it is the beginning of the table's content, and line and column
 * in the decoded table are in the message and in `properties`.
 */
export function sarifReporter({ write, lang, rules: version, dmdc }: ReporterOptions): Reporter {
  const rules = new Map<string, { at: number; rule: Rule }>()
  let results = 0
  let path = ''
  const indexOf = (id: string, words: () => Omit<Rule, 'id'>): number => {
    const known = rules.get(id) ?? { at: rules.size, rule: { id, ...words() } }
    rules.set(id, known)
    return known.at
  }
  const result = (value: unknown): void => {
    write(`${results === 0 ? '' : ','}\n${JSON.stringify(value)}`)
    results += 1
  }
  const region = (line: number | null | undefined, column: number | null | undefined) =>
    line === null || line === undefined ? {} : { region: { startLine: line, startColumn: column ?? 1 } }

  write(`{"$schema":"${SCHEMA}","version":"2.1.0","runs":[{"columnKind":"unicodeCodePoints","results":[`)
  return {
    openFile(opened) {
      path = opened
    },
    finding(reported) {
      const { finding, inFile } = reported
      const { rule, severity, dossier, table, row, field, line, column, value, message } = finding
      const name = [dossier && `HOSO[${dossier.index}]`, table && (row ? `${table}[${row}]` : table), field]
      const spot = spotOf(reported)
      const where = [whereOf(reported, lang), inFile && spot].filter(Boolean).join(' ')
      const fullyQualifiedName = name.filter(Boolean).join('/')
      result({
        ruleId: rule,
        ruleIndex: indexOf(rule, () => ruleWords(finding, lang)),
        level: LEVELS[severity],
        message: { text: where === '' ? message[lang] : `${where}: ${message[lang]}` },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: uriOf(path) },
              ...(inFile ? region(inFile.line, inFile.column) : region(line, column)),
            },
            ...(fullyQualifiedName === '' ? {} : { logicalLocations: [{ fullyQualifiedName, kind: 'element' }] }),
          },
        ],
        properties: {
          MA_LK: dossier?.MA_LK ?? null,
          table,
          row,
          field,
          value,
          line,
          column,
          inDecodedTable: inFile !== null,
        },
      })
    },
    closeFile(closed, outcome) {
      if (isChecked(outcome)) return
      const { code, message, remedy } = outcome
      const ruleIndex = indexOf(code, () => ({
        shortDescription: { text: message[lang] },
        help: { text: remedy[lang] },
        defaultConfiguration: { level: 'error' },
      }))
      const place = 'line' in outcome && outcome.table === undefined ? region(outcome.line, outcome.column) : {}
      result({
        ruleId: code,
        ruleIndex,
        level: 'error',
        message: { text: message[lang] },
        locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(closed) }, ...place } }],
      })
    },
    end({ unusable }) {
      const listed = [...rules.values()].map(({ rule }) => rule)
      const driver = { name: 'bhyt-edge', semanticVersion: version, properties: { dmdc }, rules: listed }
      const invocations = [{ executionSuccessful: unusable === 0 }]
      write(`\n],"tool":${JSON.stringify({ driver })},"invocations":${JSON.stringify(invocations)}}]}\n`)
    },
  }
}

const ruleWords = ({ message, remedy, source, severity }: RenderedFinding, lang: 'vi' | 'en'): Omit<Rule, 'id'> => ({
  shortDescription: { text: message[lang] },
  help: { text: `${remedy[lang]} (${source.document}, ${source.place})` },
  defaultConfiguration: { level: LEVELS[severity] },
})
