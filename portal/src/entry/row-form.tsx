/** The fields of one row in sections: what it needs first, the others when asked for. */
import { Button } from '@mantine/core'
import { memo, useCallback, useMemo, type KeyboardEvent } from 'react'
import type { Table } from '../../../src/engine/index.ts'
import { hasWords } from '../app/fold.ts'
import { useText } from '../app/language.tsx'
import type { FoundFinding } from '../engine/messages.ts'
import { changeTable, setValue, type EntryRow, type Values } from './draft.ts'
import { drafts } from './drafts.ts'
import { fieldId } from './entry-findings.tsx'
import { EntryField } from './field.tsx'
import { sectionsOf, type FormField, type Section } from './form.ts'
import { isComputed } from './sums.ts'
import { SECTION_TEXTS, TEXTS } from './texts.ts'

const NOTHING: readonly FoundFinding[] = []

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

export function RowForm({
  draftId,
  table,
  row,
  values,
  number,
  findings,
  showsAll,
  isAll,
  words,
  onRemove,
}: RowFormProps) {
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
  if (words.trim() === '') return sections
  const isFound = hasWords(words)
  const fits = ({ name, field }: FormField): boolean => isFound(`${name} ${field.vi}`)
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
  readonly onChange: (name: string, value: string, also?: Values) => void
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
