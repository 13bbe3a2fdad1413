import type { Severity } from '../../../src/engine/index.ts'
import { useText } from '../app/language.tsx'
import { TEXTS } from './texts.ts'

const MEANINGS = { error: TEXTS.errorMeans, warning: TEXTS.warningMeans, info: TEXTS.infoMeans } as const

/** In words and colour. */
export function SeverityBadge({ severity }: { severity: Severity }) {
  const t = useText()
  return (
    <span className={`severity ${severity}`} title={t(MEANINGS[severity])}>
      {t(TEXTS[severity])}
    </span>
  )
}
