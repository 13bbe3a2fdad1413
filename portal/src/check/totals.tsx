import { useFormats, useText } from '../app/language.tsx'
import { countsOf } from './counts.ts'
import type { Checked } from '../engine/session.ts'

/** Dossiers by outcome: the first look of a clerk. */
export function Totals({ checked }: { checked: Checked }) {
  const t = useText()
  const { number } = useFormats()
  return (
    <dl className="totals" style={{ margin: 0 }}>
      {countsOf(checked).map(({ text, value, kind = '' }) => (
        <div key={text.en} className={value > 0 ? kind : ''}>
          <dt>{t(text)}</dt>
          <dd>{number(value)}</dd>
        </div>
      ))}
    </dl>
  )
}
