/** The rows of a table, the tools above them, and the form of the open row. */
import { Button, Checkbox, createScopedKeydownHandler, Group, TextInput, UnstyledButton } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useMemo, useRef, useState } from 'react'
import type { Table } from '../../../src/engine/index.ts'
import { IconPlus, IconSearch } from '../app/icons.tsx'
import { useLanguage, useText } from '../app/language.tsx'
import type { FoundFinding } from '../engine/messages.ts'
import { changeTable, hasOneRow, headTable, newRow, type Draft, type EntryRow, type Values } from './draft.ts'
import { drafts } from './drafts.ts'
import { shownOf } from './form.ts'
import { RowForm } from './row-form.tsx'
import { wholeRows } from './sums.ts'
import { TEXTS } from './texts.ts'

type Props = {
  readonly draft: Draft
  readonly table: Table
  /** From 1. */
  readonly row: number
  readonly findings: readonly FoundFinding[]
  readonly showsAll: boolean
  readonly onRow: (row: number) => void
}

const newId = (): string => crypto.randomUUID()

export function TableForm({ draft, table, row, findings, showsAll, onRow }: Props) {
  const t = useText()
  const language = useLanguage()
  const [isAll, setAll] = useState(false)
  const [words, setWords] = useState('')
  const find = useRef<HTMLInputElement>(null)
  const rows = draft.tables[table.id] ?? []
  const whole = useMemo(() => wholeRows(draft)[table.id] ?? [], [draft, table.id])
  const open = rows[row - 1]
  const ofRow = useMemo(
    () => findings.filter((each) => each.table === table.id && (each.row ?? '1') === String(row)),
    [findings, table.id, row],
  )
  const add = (): void => {
    const current = drafts.find(draft.id)
    if (!current || (hasOneRow(table) && rows.length > 0)) return
    const made = newRow(current, table.id, newId)
    drafts.put(changeTable(current, table.id, (before) => [...before, made], Date.now()))
    onRow(rows.length + 1)
  }
  useHotkeys(
    [
      ['mod+F', () => find.current?.select()],
      ['mod+Enter', add],
    ],
    [],
  )
  return (
    <section className="entry-form" aria-label={table[language]}>
      <Group gap="sm" className="entry-tools" wrap="nowrap">
        <b>{table[language]}</b>
        <TextInput
          ref={find}
          size="xs"
          type="search"
          flex={1}
          aria-label={t(TEXTS.find)}
          placeholder={t(TEXTS.find)}
          leftSection={<IconSearch size={14} aria-hidden />}
          value={words}
          onChange={({ currentTarget }) => setWords(currentTarget.value)}
        />
        <Checkbox
          size="xs"
          label={t(TEXTS.allFields)}
          checked={isAll}
          onChange={({ currentTarget }) => setAll(currentTarget.checked)}
        />
        {(!hasOneRow(table) || rows.length === 0) && (
          <Button size="xs" variant="light" leftSection={<IconPlus size={14} />} onClick={add}>
            {t(TEXTS.addRow)}
          </Button>
        )}
      </Group>
      {!hasOneRow(table) && rows.length > 0 && (
        <RowList table={table} whole={whole} rows={rows} open={row} findings={findings} onOpen={onRow} />
      )}
      {open ? (
        <RowForm
          key={open.id}
          draftId={draft.id}
          table={table}
          row={open}
          values={whole[row - 1] ?? open.values}
          findings={ofRow}
          showsAll={showsAll}
          isAll={isAll}
          words={words}
          onRemove={
            rows.length > 1 || table.id !== headTable(draft.kind)
              ? () => {
                  const current = drafts.find(draft.id)
                  if (!current) return
                  const without = (before: readonly EntryRow[]) => before.filter(({ id }) => id !== open.id)
                  drafts.put(changeTable(current, table.id, without, Date.now()))
                  onRow(Math.max(1, row - 1))
                }
              : null
          }
          number={row}
        />
      ) : (
        <p className="quiet">{t(TEXTS.noRows)}</p>
      )}
    </section>
  )
}

type RowListProps = {
  table: Table
  whole: readonly Values[]
  rows: readonly EntryRow[]
  open: number
  findings: readonly FoundFinding[]
  onOpen: (row: number) => void
}

/** Up and down go from row to row. */
function RowList({ table, whole, rows, open, findings, onOpen }: RowListProps) {
  const t = useText()
  const onKeyDown = createScopedKeydownHandler({
    siblingSelector: '[data-row]',
    parentSelector: '[data-rows]',
    activateOnFocus: true,
    loop: false,
    orientation: 'vertical',
  })
  return (
    <div className="entry-rows" data-rows role="group" aria-label={t(TEXTS.rows, { table: table.id })}>
      {rows.map(({ id }, at) => {
        const wrong = findings.filter(
          (each) => each.table === table.id && each.row === String(at + 1) && each.severity === 'error',
        ).length
        return (
          <UnstyledButton
            key={id}
            data-row
            className="entry-row"
            aria-current={at + 1 === open}
            onKeyDown={onKeyDown}
            onClick={() => onOpen(at + 1)}
          >
            <b>{at + 1}</b>
            {shownOf(whole[at] ?? {}).map((text, cell) => (
              // Cells have no key of their own; their number never changes.
              // oxlint-disable-next-line react/no-array-index-key
              <span key={cell}>{text}</span>
            ))}
            <b className="said error">{wrong > 0 ? wrong : ''}</b>
          </UnstyledButton>
        )
      })}
    </div>
  )
}
