/** The rows of a table, and the fields of the open one in sections: what the row needs first, the others when asked for. */
import { Button, Checkbox, createScopedKeydownHandler, Group, TextInput, UnstyledButton } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { memo, useCallback, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import type { Table } from '../../../src/engine/index.ts'
import { fold } from '../app/fold.ts'
import { IconPlus, IconSearch } from '../app/icons.tsx'
import { useLanguage, useText } from '../app/language.tsx'
import type { FoundFinding } from '../engine/messages.ts'
import { changeTable, hasOneRow, newRow, setValue, type Draft, type EntryRow, type Values } from './draft.ts'
import { drafts } from './drafts.ts'
import { fieldId } from './entry-findings.tsx'
import { EntryField } from './field.tsx'
import { sectionsOf, shownOf, type FormField, type Section } from './form.ts'
import { isComputed, wholeRows } from './sums.ts'
import { SECTION_TEXTS, TEXTS } from './texts.ts'

type Props = {
  readonly draft: Draft
  readonly table: Table
  /** From 1. */
  readonly row: number
  readonly findings: readonly FoundFinding[]
  readonly showsAll: boolean
  onRow(row: number): void
}

const NOTHING: readonly FoundFinding[] = []
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
            rows.length > 1 || table.id !== headOf(draft)
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

const headOf = ({ tables }: Draft): string | undefined =>
  Object.keys(tables).find((id) => id === 'XML1' || id === 'CHECKIN' || id === 'XML12')

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

type RowFormProps = {
  readonly draftId: string
  readonly table: Table
  readonly row: EntryRow
  readonly values: Values
  readonly number: number
  readonly findings: readonly FoundFinding[]
  readonly showsAll: boolean
  readonly isAll: boolean
  readonly words: string
  readonly onRemove: (() => void) | null
}

function RowForm({ draftId, table, row, values, number, findings, showsAll, isAll, words, onRemove }: RowFormProps) {
  const t = useText()
  const own = useMemo(() => {
    const byField = new Map<string, FoundFinding[]>()
    for (const finding of findings) {
      if (finding.field === null) continue
      byField.set(finding.field, [...(byField.get(finding.field) ?? []), finding])
    }
    return byField
  }, [findings])
  const sections = matching(sectionsOf(table, values, isAll || words !== ''), words)
  const change = useCallback(
    (name: string, value: string, also?: Values) => {
      const current = drafts.find(draftId)
      if (!current) return
      const changed = (each: EntryRow): EntryRow => {
        const next = setValue(each, name, value, isComputed(table.id, name))
        return also ? { ...next, values: { ...next.values, ...also } } : next
      }
      const rows = (before: readonly EntryRow[]) => before.map((each) => (each.id === row.id ? changed(each) : each))
      drafts.put(changeTable(current, table.id, rows, Date.now()))
    },
    [draftId, table.id, row.id],
  )
  return (
    // Enter goes on to the next field, as in the programs that clerks know.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className="entry-fields" onKeyDown={toNextField}>
      {sections.length === 0 && <p className="quiet">{t(TEXTS.findNone)}</p>}
      {sections.map(({ name, fields }) => (
        <fieldset key={name}>
          <legend>{t(SECTION_TEXTS[name])}</legend>
          <div className="entry-grid">
            {fields.map((each) => (
              <OneField
                key={each.name}
                each={each}
                table={table}
                value={values[each.name] ?? ''}
                isByHand={row.byHand.includes(each.name)}
                nameValue={values[each.name.replace(/^MA_/, 'TEN_')] ?? ''}
                findings={own.get(each.name) ?? NOTHING}
                showsAll={showsAll}
                onChange={change}
              />
            ))}
          </div>
        </fieldset>
      ))}
      {onRemove && (
        <Button size="xs" variant="subtle" color="red" onClick={onRemove}>
          {t(TEXTS.removeRow, { row: number })}
        </Button>
      )}
    </div>
  )
}

function matching(sections: readonly Section[], words: string): readonly Section[] {
  const parts = fold(words).split(/\s+/).filter(Boolean)
  if (parts.length === 0) return sections
  const fits = ({ name, field }: FormField): boolean => {
    const folded = fold(`${name} ${field.vi}`)
    return parts.every((part) => folded.includes(part))
  }
  return sections
    .map((section) => ({ ...section, fields: section.fields.filter(fits) }))
    .filter(({ fields }) => fields.length > 0)
}

function toNextField(event: KeyboardEvent<HTMLElement>): void {
  const { target, currentTarget } = event
  if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.defaultPrevented) return
  if (!(target instanceof HTMLInputElement) || target.getAttribute('aria-expanded') === 'true') return
  event.preventDefault()
  const inputs = [...currentTarget.querySelectorAll<HTMLElement>('input:not([type=checkbox]), textarea')]
  inputs[inputs.indexOf(target) + 1]?.focus()
}

type OneProps = {
  readonly each: FormField
  readonly table: Table
  readonly value: string
  readonly isByHand: boolean
  /** Of the field that has the name of this one's code. */
  readonly nameValue: string
  readonly findings: readonly FoundFinding[]
  readonly showsAll: boolean
  onChange(name: string, value: string, also?: Values): void
}

/** Drawn again only when something of it changed: a form has sixty of them. */
const OneField = memo(function OneField({ each, table, nameValue, onChange, ...rest }: OneProps) {
  const { name, field, isNeeded } = each
  const sibling = name.replace(/^MA_/, 'TEN_')
  return (
    <EntryField
      id={fieldId(table.id, name)}
      name={name}
      field={field}
      isNeeded={isNeeded}
      isComputed={isComputed(table.id, name)}
      onChange={(value) => onChange(name, value)}
      onPick={(code, codeName) => {
        const names = nameValue === '' && sibling !== name && Object.hasOwn(table.fields, sibling)
        onChange(name, code, names ? { [sibling]: codeName } : undefined)
      }}
      {...rest}
    />
  )
}, isSame)

/** `each` is made anew with every draw. */
function isSame(before: OneProps, after: OneProps): boolean {
  return (
    before.each.field === after.each.field &&
    before.each.isNeeded === after.each.isNeeded &&
    before.value === after.value &&
    before.isByHand === after.isByHand &&
    before.nameValue === after.nameValue &&
    before.findings === after.findings &&
    before.showsAll === after.showsAll &&
    before.onChange === after.onChange
  )
}
