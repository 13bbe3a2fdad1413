/** What is printed in place of the screen: the totals and the findings as a plain table, made only when somebody prints. */
import { useEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { useFormats, useLanguage, useText } from '../app/language.tsx'
import { byImportance, totalsOf } from './findings.ts'
import type { Checked } from './session.ts'
import { TEXTS } from './texts.ts'

/** Some forty pages. */
const MOST_PRINTED = 1000

export function PrintedReport({ checked }: { checked: Checked }) {
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
  return isPrinting ? <Report checked={checked} /> : null
}

function Report({ checked: { findings, files, dossiers, lists } }: { checked: Checked }) {
  const t = useText()
  const language = useLanguage()
  const { number, time } = useFormats()
  const totals = totalsOf(dossiers)
  const found = [...findings].sort(byImportance)
  const total = files.reduce((all, file) => all + file.findingsTotal, 0)
  return (
    <div className="only-print">
      <h1>{t(TEXTS.reportTitle)}</h1>
      <p>
        {files.map(({ name }) => name).join(', ')} · {time(Date.now())}
        {lists.judge && ` · ${t(TEXTS.lists, { release: lists.judge.release, rules: lists.judge.rulesVersion })}`}
      </p>
      <p>
        {t(TEXTS.dossiers)}: {number(totals.counted)} · {t(TEXTS.rejected)}: {number(totals.rejected)} ·{' '}
        {t(TEXTS.withWarnings)}: {number(totals.acceptedWithWarnings)} · {t(TEXTS.accepted)}: {number(totals.accepted)}{' '}
        · {t(TEXTS.findings)}: {number(total)}
      </p>
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
