/** A field whose value is a code: words are searched in codes and names, and what is picked is written as its code. */
import { Combobox, TextInput, useCombobox } from '@mantine/core'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { Field } from '../../../src/engine/index.ts'
import { useText } from '../app/language.tsx'
import type { Code } from './code-names.ts'
import { nameOfCode, names, searchCodes } from './codes.ts'
import type { FieldInputProps } from './field.tsx'
import { TEXTS } from './texts.ts'

/** Of a list the item that is being typed, and what lies before it. */
function split(value: string, { separator }: Field): readonly [before: string, last: string] {
  const at = separator === undefined ? -1 : value.lastIndexOf(separator)
  return [value.slice(0, at + 1), value.slice(at + 1)]
}

const namesOf = (value: string, field: Field): string =>
  (field.separator === undefined ? [value] : value.split(field.separator))
    .flatMap((code) => nameOfCode(field, code.trim()) ?? [])
    .join('; ')

export function CodeInput({ field, value, onChange, onPick, onBlur, description, ...input }: FieldInputProps) {
  const t = useText()
  const [codes, setCodes] = useState<readonly Code[]>([])
  const asked = useRef('')
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const search = async (text: string): Promise<void> => {
    const [, words] = split(text, field)
    asked.current = words
    const found = await searchCodes(field, words)
    if (asked.current === words) setCodes(found)
  }
  // Lists come one after the other: what was searched before its list had come is searched again.
  const lists = useSyncExternalStore(names.subscribe, names.current)
  const isOpen = combobox.dropdownOpened
  useEffect(() => {
    if (isOpen) void search(value)
    // What is typed is searched by itself.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [lists])
  const pick = (code: string): void => {
    const [before] = split(value, field)
    const name = codes.find((each) => each.code === code)?.name
    onChange(`${before}${code}`)
    if (name !== undefined) onPick?.(code, name)
    combobox.closeDropdown()
  }
  return (
    <Combobox store={combobox} onOptionSubmit={pick} withinPortal={false}>
      <Combobox.Target>
        <TextInput
          {...input}
          value={value}
          description={namesOf(value, field) || description}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          autoComplete="off"
          onChange={({ currentTarget }) => {
            onChange(currentTarget.value)
            void search(currentTarget.value)
            combobox.openDropdown()
            combobox.updateSelectedOptionIndex()
          }}
          onKeyDown={({ key }) => {
            if (key === 'ArrowDown' && !combobox.dropdownOpened) {
              void search(value)
              combobox.openDropdown()
            }
          }}
          onBlur={() => {
            combobox.closeDropdown()
            onChange(value.trim())
            onBlur()
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={codes.length === 0 && value === ''}>
        <Combobox.Options aria-label={t(TEXTS.codes)} mah={260} style={{ overflowY: 'auto' }}>
          {codes.length === 0 && <Combobox.Empty>{t(TEXTS.noCode)}</Combobox.Empty>}
          {codes.map(({ code, name }) => (
            <Combobox.Option key={code} value={code}>
              <span className="code">{code}</span> {name}
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
