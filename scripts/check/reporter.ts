/** What every form of the result is written through: word by word, while files are read. */
import type { Severity } from '../../src/engine/index.ts'
import type { Checked, Reported, Unusable } from './check-file.ts'

export type Counts = Record<Severity, number>

export type Summary = {
  files: number
  unusable: number
  dossiers: number
  findings: Counts
}

export type Reporter = {
  openFile: (path: string) => void
  finding: (reported: Reported) => void
  closeFile: (path: string, result: Checked | Unusable, counts: Counts) => void
  end: (summary: Summary) => void
}

export type ReporterOptions = {
  write: (text: string) => void
  lang: 'vi' | 'en'
  /** Rules and code lists that were used. */
  rules: string
  dmdc: string
}

/** `Hồ sơ 3 · XML2 · dòng 5 · NGAY_YL`, as much of it as there is. */
export function whereOf({ finding: { dossier, table, row, field } }: Reported, lang: 'vi' | 'en'): string {
  const [ofDossier, ofRow] = lang === 'vi' ? ['Hồ sơ', 'dòng'] : ['dossier', 'row']
  const parts = [dossier && `${ofDossier} ${dossier.index}`, table, row && `${ofRow} ${row}`, field]
  return parts.filter(Boolean).join(' · ')
}

/** `12:5`, in the decoded XML of the table or, without `inFile`, in the file; empty where there is none. */
export const spotOf = ({ finding: { line, column } }: Reported): string =>
  line === null ? '' : `${line}:${column ?? 1}`
