/** What the engine finds in a draft as it is; each finding leads to its field. */
import { UnstyledButton } from '@mantine/core'
import { useLanguage, useText } from '../app/language.tsx'
import type { FoundFinding } from '../engine/messages.ts'
import { byImportance } from '../findings/findings.ts'
import { SeverityBadge } from '../findings/severity.tsx'
import type { Judged } from './checker.ts'
import { TEXTS } from './texts.ts'

const MOST_SHOWN = 200

export const fieldId = (table: string, name: string): string => `entry-${table}-${name}`

/** The field may be one that is drawn only once its table is open. */
function focusField(table: string | null, field: string | null): void {
  if (table === null || field === null) return
  requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById(fieldId(table, field))?.focus()))
}

export function EntryFindings({ judged, onGo }: { judged: Judged; onGo: (finding: FoundFinding) => void }) {
  const t = useText()
  const language = useLanguage()
  const { state, findings, count } = judged
  const errors = findings.filter(({ severity }) => severity === 'error').length
  return (
    <section className="entry-findings" aria-label={t(TEXTS.findings)} data-checks={count}>
      <p role="status">
        {state === 'missing' && t(TEXTS.noLists)}
        {state === 'loading' && t(TEXTS.checking)}
        {state === 'ready' && findings.length === 0 && t(TEXTS.none)}
        {findings.length > 0 && (
          <>
            <b className={errors > 0 ? 'said error' : ''}>{t(TEXTS.errors, { number: errors })}</b> ·{' '}
            {t(TEXTS.warnings, { number: findings.length - errors })}
          </>
        )}
      </p>
      {[...findings]
        .sort(byImportance)
        .slice(0, MOST_SHOWN)
        .map((finding) => {
          const { ordinal, severity, table, row, field, message, remedy } = finding
          return (
            <UnstyledButton
              key={ordinal}
              className="entry-finding"
              onClick={() => {
                onGo(finding)
                focusField(table, field)
              }}
            >
              <SeverityBadge severity={severity} /> {table}
              {row !== null && ` · ${t(TEXTS.row, { row })}`} <span className="code">{field}</span>
              <div>{message[language]}</div>
              <div className="quiet">{remedy[language]}</div>
            </UnstyledButton>
          )
        })}
    </section>
  )
}
