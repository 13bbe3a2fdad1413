/** What is printed in place of the screen: the totals and the findings as a plain table, made only when somebody prints. */
import { useEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { useFormats, useLanguage, useText } from '../app/language.tsx'
import type { FoundFinding } from '../engine/messages.ts'
import { byImportance } from './findings.ts'
import { TEXTS } from './texts.ts'

/** Some forty pages. */
const MOST_PRINTED = 1000

type Props = {
  readonly title: string
  /** Below the title: what was checked, by what, and the totals. */
  readonly lines: readonly string[]
  readonly findings: readonly FoundFinding[]
  /** All, also those that are not among them. */
  readonly total: number
}

export function PrintedReport(props: Props) {
  const [isPrinting, setPrinting] = useState(false)
  useEffect(() => {
    // It must be there before the browser lays out its pages.
    const begin = (): void => flushSync(() => setPrinting(true))
    const end = (): void => setPrinting(false)
    addEventListener('beforeprint', begin)
    addEventListener('afterprint', end)
    return () => {
      removeEventListener('beforeprint', begin)
      removeEventListener('afterprint', end)
    }
  }, [])
  return isPrinting ? <Report {...props} /> : null
}

function Report({ title, lines, findings, total }: Props) {
  const t = useText()
  const language = useLanguage()
  const { number } = useFormats()
  const found = [...findings].sort(byImportance)
  return (
    <div className="only-print">
      <h1>{title}</h1>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      <table>
        <thead>
          <tr>
            <th>{t(TEXTS.dossier)}</th>
            <th>{t(TEXTS.severity)}</th>
            <th>{t(TEXTS.where)}</th>
            <th>{t(TEXTS.value)}</th>
            <th>{t(TEXTS.what)}</th>
          </tr>
        </thead>
        <tbody>
          {found
            .slice(0, MOST_PRINTED)
            .map(({ file, ordinal, dossier, severity, table, row, field, value, message, remedy }) => (
              <tr key={`${file}.${ordinal}`}>
                <td>{dossier?.MA_LK ?? dossier?.index ?? t(TEXTS.ofFile)}</td>
                <td>{t(TEXTS[severity])}</td>
                <td>{[table, row !== null && t(TEXTS.row, { row }), field].filter(Boolean).join(' · ')}</td>
                <td>{value}</td>
                <td>
                  {message[language]} {remedy[language]}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
      {total > MOST_PRINTED && <p>{t(TEXTS.reportCut, { shown: number(MOST_PRINTED), total: number(total) })}</p>}
    </div>
  )
}
