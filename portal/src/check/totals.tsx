import { useFormats, useText } from '../app/language.tsx'
import { totalsOf } from '../findings/findings.ts'
import type { Checked } from './session.ts'
import { TEXTS } from '../findings/texts.ts'

/** Dossiers by outcome: the first look of a clerk. */
export function Totals({ checked: { dossiers, files } }: { checked: Checked }) {
  const t = useText()
  const { number } = useFormats()
  const { counted, accepted, acceptedWithWarnings, rejected } = totalsOf(dossiers)
  const findings = files.reduce((total, file) => total + file.findingsTotal, 0)
  return (
    <dl className="totals" style={{ margin: 0 }}>
      <div>
        <dt>{t(TEXTS.dossiers)}</dt>
        <dd>{number(counted)}</dd>
      </div>
      <div className={rejected > 0 ? 'rejected' : ''}>
        <dt>{t(TEXTS.rejected)}</dt>
        <dd>{number(rejected)}</dd>
      </div>
      <div>
        <dt>{t(TEXTS.withWarnings)}</dt>
        <dd>{number(acceptedWithWarnings)}</dd>
      </div>
      <div className={accepted > 0 ? 'accepted' : ''}>
        <dt>{t(TEXTS.accepted)}</dt>
        <dd>{number(accepted)}</dd>
      </div>
      <div>
        <dt>{t(TEXTS.findings)}</dt>
        <dd>{number(findings)}</dd>
      </div>
    </dl>
  )
}
