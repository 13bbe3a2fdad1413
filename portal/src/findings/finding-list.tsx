import { Table, UnstyledButton } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { useLanguage, useText } from '../app/language.tsx'
import { ScrollRegion } from '../app/scroll-region.tsx'
import type { FoundFinding } from '../engine/messages.ts'
import type { Group, Grouping } from './findings.ts'
import { dossierName } from './group-list.tsx'
import { useShown } from './shown.tsx'
import { SeverityBadge } from './severity.tsx'
import { TEXTS } from './texts.ts'

const ROW_PX = 84

type Props = { readonly group: Group; readonly by: Grouping }

/** The findings of one group as a table; only the rows in sight are in the page, so that thousands scroll as a few do. */
export function FindingList({ group, by }: Props) {
  const t = useText()
  const frame = useRef<HTMLDivElement>(null)
  const { findings, key } = group
  const rows = useVirtualizer({
    count: findings.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
  })
  useEffect(() => {
    frame.current?.scrollTo({ top: 0 })
  }, [key])
  const items = rows.getVirtualItems()
  const before = items[0]?.start ?? 0
  const after = rows.getTotalSize() - (items.at(-1)?.end ?? 0)
  return (
    <ScrollRegion ref={frame} className="found" label={t(TEXTS.findings)}>
      {by === 'rule' && <AboutRule group={group} />}
      <Table verticalSpacing={6} horizontalSpacing="sm" aria-rowcount={findings.length + 1}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w="21%">{t(TEXTS.dossier)}</Table.Th>
            <Table.Th w="19%">{t(TEXTS.where)}</Table.Th>
            <Table.Th w="16%">{t(TEXTS.value)}</Table.Th>
            <Table.Th>{t(TEXTS.what)}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {before > 0 && <tr aria-hidden style={{ height: before }} />}
          {items.map(({ index }) => {
            const finding = findings[index]
            if (!finding) return null
            return (
              <Table.Tr
                key={`${finding.file}.${finding.ordinal}`}
                ref={rows.measureElement}
                data-index={index}
                aria-rowindex={index + 2}
              >
                <FindingCells finding={finding} by={by} />
              </Table.Tr>
            )
          })}
          {after > 0 && <tr aria-hidden style={{ height: after }} />}
        </Table.Tbody>
      </Table>
    </ScrollRegion>
  )
}

/** What holds for all findings of a rule is said once. */
function AboutRule({ group }: { group: Group }) {
  const t = useText()
  const language = useLanguage()
  const [first] = group.findings
  if (!first) return null
  const { rule, remedy, source } = first
  return (
    <div className="about">
      <b className="code">{rule}</b>
      <div>
        <b>{t(TEXTS.mend)}:</b> {remedy[language]}
      </div>
      <div className="quiet">
        {t(TEXTS.source)}: {source.document}, {source.place}
      </div>
    </div>
  )
}

function FindingCells({ finding, by }: { finding: FoundFinding } & Omit<Props, 'group'>) {
  const t = useText()
  const language = useLanguage()
  const { files } = useShown()
  const { severity, table, row, field, line, column, value, message, remedy, source, rule } = finding
  return (
    <>
      <Table.Td>
        <DossierLink finding={finding} />
        {files.length > 1 && by !== 'file' && (
          <div className="quiet">{files.find(({ id }) => id === finding.file)?.name}</div>
        )}
      </Table.Td>
      <Table.Td>
        <SeverityBadge severity={severity} />{' '}
        <span>
          {table ?? t(TEXTS.ofFile)}
          {row !== null && ` · ${t(TEXTS.row, { row })}`}
        </span>
        {field !== null && <div className="code">{field}</div>}
        {line !== null && (
          <div className="quiet" title={t(TEXTS.lineColumn)}>
            {line}:{column}
          </div>
        )}
      </Table.Td>
      <Table.Td>
        <span className="code">{value ?? '–'}</span>
      </Table.Td>
      <Table.Td>
        {message[language]}
        {by !== 'rule' && (
          <>
            <div className="remedy">
              {t(TEXTS.mend)}: {remedy[language]}
            </div>
            <div className="quiet">
              <span className="code">{rule}</span> · {source.document}, {source.place}
            </div>
          </>
        )}
      </Table.Td>
    </>
  )
}

function DossierLink({ finding }: { finding: FoundFinding }) {
  const t = useText()
  const { openDossier } = useShown()
  const { file, dossier } = finding
  const name = dossierName(finding, t)
  if (dossier === null) return <span>{name}</span>
  if (openDossier === null) return <span className="code">{name}</span>
  return (
    <UnstyledButton
      className="link code"
      aria-label={t(TEXTS.open, { key: name })}
      onClick={() => openDossier(file, dossier.index)}
    >
      {name}
    </UnstyledButton>
  )
}
