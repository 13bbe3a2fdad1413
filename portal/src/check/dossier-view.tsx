/** One dossier as tables, as its file has it, each finding at its cell. */
import { Loader, Modal, Table, Tabs, Text, Tooltip, UnstyledButton } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useLanguage, useText } from '../app/language.tsx'
import type { FoundFinding, ShownRow, ShownTable } from '../engine/messages.ts'
import { byImportance } from '../findings/findings.ts'
import type { Checked, CheckSession } from './session.ts'
import { SeverityBadge } from '../findings/severity.tsx'
import { TEXTS } from '../findings/texts.ts'

type Props = { readonly session: CheckSession; readonly checked: Checked; readonly place: string }
type Found = readonly FoundFinding[]

export function DossierView({ session, checked, place }: Props) {
  const t = useText()
  const navigate = useNavigate({ from: '/check' })
  const [file = 0, index = 0] = place.split('.').map(Number)
  const dossier = checked.dossiers.find((each) => each.file === file && each.index === index)
  const name = dossier?.MA_LK ?? t(TEXTS.numberOnly, { number: index })
  const close = (): void => {
    void navigate({ search: ({ dossier: _, ...rest }) => rest })
  }
  return (
    <Modal.Root opened onClose={close} fullScreen transitionProps={{ duration: 0 }}>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body pt="xs">
          {/* Not the library's own head, which would be a second banner beside that of the page. */}
          <div className="dossier-head">
            <Modal.Title className="code">{name}</Modal.Title>
            <Modal.CloseButton aria-label={t(TEXTS.close)} />
          </div>
          {dossier ? (
            <Content key={place} session={session} checked={checked} file={file} index={index} />
          ) : (
            <Text>{t(TEXTS.dossierGone)}</Text>
          )}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

type ContentProps = Omit<Props, 'place'> & { readonly file: number; readonly index: number }

function Content({ session, checked, file, index }: ContentProps) {
  const t = useText()
  const [tables, setTables] = useState<readonly ShownTable[] | null | 'reading'>('reading')
  useEffect(() => {
    let isHere = true
    const read = async (): Promise<void> => {
      const found = await session.tablesOf(file, index)
      if (isHere) setTables(found)
    }
    void read()
    return () => {
      isHere = false
    }
  }, [session, file, index])
  if (tables === 'reading') {
    return (
      <div role="status">
        <Loader size="sm" aria-hidden /> {t(TEXTS.loadingDossier)}
      </div>
    )
  }
  if (tables === null) return <Text role="alert">{t(TEXTS.dossierBroken)}</Text>
  const findings = checked.findings
    .filter((finding) => finding.file === file && finding.dossier?.index === index)
    .sort(byImportance)
  return <DossierTables tables={tables} findings={findings} />
}

type TablesProps = {
  readonly tables: readonly ShownTable[]
  readonly findings: Found
}

const cellId = (table: string, row: string | null, field: string | null): string => `cell-${table}-${row}-${field}`

function DossierTables({ tables, findings }: TablesProps) {
  const t = useText()
  const language = useLanguage()
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
        {findings.map((finding) => {
          const { ordinal, severity, table, row, field, message, remedy, source } = finding
          return (
            <UnstyledButton
              key={ordinal}
              className="group"
              style={{ display: 'block' }}
              disabled={table === null}
              onClick={() => {
                setTab(table)
                setShown(cellId(table ?? '', row, field))
              }}
            >
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
          )
        })}
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
