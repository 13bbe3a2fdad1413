import { createScopedKeydownHandler, UnstyledButton } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { useFormats, useLanguage, useText } from '../app/language.tsx'
import type { Group, Grouping } from './findings.ts'
import { useShown } from './shown.tsx'
import { SeverityBadge } from './severity.tsx'
import { TEXTS } from './texts.ts'

const ROW_PX = 46

type Props = {
  readonly groups: readonly Group[]
  readonly open: string
  readonly by: Grouping
}

/** Up and down go from group to group; only the rows in sight are in the page. */
export function GroupList({ groups, open, by }: Props) {
  const t = useText()
  const { change } = useShown()
  const { number } = useFormats()
  const frame = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: groups.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
  })
  const onKeyDown = createScopedKeydownHandler({
    siblingSelector: '[data-group]',
    parentSelector: '[data-groups]',
    activateOnFocus: true,
    loop: false,
    orientation: 'vertical',
  })
  return (
    <div ref={frame} className="groups" data-groups role="group" aria-label={t(TEXTS.groups)}>
      <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const group = groups[index]
          if (!group) return null
          return (
            <UnstyledButton
              key={group.key}
              data-group
              data-index={index}
              ref={rows.measureElement}
              className="group"
              aria-current={group.key === open}
              style={{ position: 'absolute', top: 0, transform: `translateY(${start}px)` }}
              onKeyDown={onKeyDown}
              onClick={() => change({ group: group.key })}
            >
              <SeverityBadge severity={group.severity} />
              <GroupName group={group} by={by} />
              <b>{number(group.findings.length)}</b>
            </UnstyledButton>
          )
        })}
      </div>
    </div>
  )
}

/** A group's name, and below it what its key does not say. */
function GroupName({ group: { findings, dossiers }, by }: { group: Group; by: Grouping }) {
  const { files } = useShown()
  const t = useText()
  const language = useLanguage()
  const { number } = useFormats()
  const [first] = findings
  if (!first) return null
  const name = files.find(({ id }) => id === first.file)?.name ?? ''
  const about = t(TEXTS.ofDossiers, { number: number(dossiers) })
  const [head, below] = {
    rule: [<span className="code">{first.rule}</span>, first.message[language]],
    table: [first.table ?? t(TEXTS.ofFile), about],
    dossier: [<span className="code">{dossierName(first, t)}</span>, name],
    file: [name, about],
  }[by]
  return (
    <span style={{ minWidth: 0 }}>
      {head}
      <small>{below}</small>
    </span>
  )
}

/** MA_LK, else its number; a finding of the file as a whole names the file. */
export function dossierName({ dossier }: Group['findings'][number], t: ReturnType<typeof useText>): string {
  if (dossier === null) return t(TEXTS.ofFile)
  return dossier.MA_LK ?? t(TEXTS.numberOnly, { number: dossier.index })
}
