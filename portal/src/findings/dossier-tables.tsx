/** A dossier as tables, each finding at its cell, with what is wrong and how to mend it; also what differs from another version. */
import { Checkbox, Table, Tabs, Tooltip, UnstyledButton } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useLanguage, useText } from '../app/language.tsx'
import type { FoundFinding, ShownRow, ShownTable } from '../engine/messages.ts'
import { SeverityBadge } from './severity.tsx'
import { TEXTS } from './texts.ts'

type Found = readonly FoundFinding[]

/** Which findings somebody marked as mended. */
export type Marks = { has(finding: FoundFinding): boolean; toggle(finding: FoundFinding): void }

const cellId = (table: string, row: string | null, field: string | null): string => `cell-${table}-${row}-${field}`

type TablesProps = {
  readonly tables: readonly ShownTable[]
  readonly findings: Found
  /** Left out: nothing can be marked. */
  readonly marks?: Marks
}

export function DossierTables({ tables, findings, marks }: TablesProps) {
  const t = useText()
  const [tab, setTab] = useState<string | null>(
    findings.find(({ table }) => table !== null)?.table ?? tables[0]?.name ?? null,
  )
  const [shown, setShown] = useState<string | null>(null)
  useEffect(() => {
    if (shown !== null) document.getElementById(shown)?.scrollIntoView({ block: 'center', inline: 'center' })
  }, [shown, tab])
  return (
    <div className="dossier">
      <section aria-label={t(TEXTS.findingsOfDossier)}>
        {findings.map((finding) => (
          <OneFinding
            key={finding.ordinal}
            finding={finding}
            {...(marks ? { marks } : {})}
            onShow={() => {
              setTab(finding.table)
              setShown(cellId(finding.table ?? '', finding.row, finding.field))
            }}
          />
        ))}
      </section>
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <Tabs.List>
          {tables.map(({ name, rows }) => {
            const number = findings.filter(({ table }) => table === name).length
            return (
              <Tabs.Tab key={name} value={name}>
                {name} ({rows.length}){number > 0 && <b style={{ color: 'var(--error)' }}> · {number}</b>}
              </Tabs.Tab>
            )
          })}
        </Tabs.List>
        {tables.map((table) => (
          <Tabs.Panel key={table.name} value={table.name} pt="xs">
            <TableContent table={table} findings={findings} shown={shown} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </div>
  )
}

type OneProps = { readonly finding: FoundFinding; readonly marks?: Marks; onShow: () => void }

function OneFinding({ finding, marks, onShow }: OneProps) {
  const t = useText()
  const language = useLanguage()
  const { severity, table, row, field, message, remedy, source } = finding
  const isMended = marks?.has(finding) === true
  return (
    <div className="dossier-finding" data-mended={isMended}>
      {marks && (
        <Checkbox
          size="xs"
          aria-label={t(TEXTS.mended)}
          title={t(TEXTS.mended)}
          checked={isMended}
          onChange={() => marks.toggle(finding)}
        />
      )}
      <UnstyledButton disabled={table === null} onClick={onShow}>
        <SeverityBadge severity={severity} /> <b>{table ?? t(TEXTS.ofFile)}</b>
        {row !== null && ` · ${t(TEXTS.row, { row })}`} <span className="code">{field}</span>
        <div>{message[language]}</div>
        <div className="quiet">
          {t(TEXTS.mend)}: {remedy[language]}
        </div>
        <div className="quiet">
          {source.document}, {source.place}
        </div>
      </UnstyledButton>
    </div>
  )
}

type TableProps = {
  readonly table: ShownTable
  readonly findings: Found
  readonly shown: string | null
}

/** A table of one row is read downwards, one of several across. */
function TableContent({ table, findings, shown }: TableProps) {
  const own = findings.filter((finding) => finding.table === table.name)
  const names = [
    ...new Set([
      ...table.rows.flatMap(({ cells }) => cells.map(({ name }) => name)),
      ...own.flatMap(({ field }) => field ?? []),
    ]),
  ]
  const [only] = table.rows
  return table.rows.length === 1 && only ? (
    <OneRow table={table} row={only} names={names} findings={own} shown={shown} />
  ) : (
    <ManyRows table={table} names={names} findings={own} shown={shown} />
  )
}

type RowsProps = {
  readonly names: readonly string[]
  readonly findings: Found
  readonly shown: string | null
}

function OneRow({ table, row, names, findings, shown }: RowsProps & { table: ShownTable; row: ShownRow }) {
  const t = useText()
  return (
    <Table striped withRowBorders={false} verticalSpacing={3}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th w="14rem">{t(TEXTS.field)}</Table.Th>
          <Table.Th w="38%">{t(TEXTS.meaning)}</Table.Th>
          <Table.Th>{t(TEXTS.value)}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {names.map((name) => (
          <Table.Tr key={name}>
            <Table.Td className="code">{name}</Table.Td>
            <Table.Td>{table.labels[name]}</Table.Td>
            <Table.Td>
              <CellValue table={table.name} row={row} name={name} findings={findings} shown={shown} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function ManyRows({ table, names, findings, shown }: RowsProps & { table: ShownTable }) {
  const t = useText()
  return (
    <Table.ScrollContainer minWidth={names.length * 110} type="native">
      <Table striped stickyHeader verticalSpacing={3} horizontalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t(TEXTS.rowHead)}</Table.Th>
            {names.map((name) => (
              <Table.Th key={name} title={table.labels[name]} className="code">
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {table.rows.map((row, at) => (
            // Rows have no key of their own: two may bear the same STT.
            // oxlint-disable-next-line react/no-array-index-key
            <Table.Tr key={at}>
              <Table.Th scope="row">{row.label}</Table.Th>
              {names.map((name) => (
                <Table.Td key={name}>
                  <CellValue table={table.name} row={row} name={name} findings={findings} shown={shown} />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

type CellProps = {
  readonly table: string
  readonly row: ShownRow
  readonly name: string
  readonly findings: Found
  readonly shown: string | null
}

function CellValue({ table, row, name, findings, shown }: CellProps) {
  const t = useText()
  const language = useLanguage()
  const text = row.cells.find((cell) => cell.name === name)?.text ?? ''
  const own = findings.filter((finding) => finding.field === name && (finding.row ?? row.label) === row.label)
  const [worst] = own
  if (!worst) return <span>{text}</span>
  const id = cellId(table, worst.row, name)
  const words = own.map(({ message, remedy }) => `${message[language]} ${remedy[language]}`).join('\n')
  return (
    <Tooltip
      label={words}
      multiline
      // Within the dialog, as what lies beside it is behind it.
      withinPortal={false}
      maw={420}
      events={{ hover: true, focus: true, touch: true }}
      style={{ whiteSpace: 'pre-line' }}
    >
      {/* Reached by the keyboard, so that its words are read. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <span
        id={id}
        tabIndex={0}
        className={`cell ${worst.severity}`}
        data-shown={shown === id}
        aria-label={`${text || t(TEXTS.missing)}: ${words}`}
        role="note"
      >
        {text || t(TEXTS.missing)}
      </span>
    </Tooltip>
  )
}
