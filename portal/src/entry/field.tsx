/** One field of a form: what the decision calls it, its name on the wire, its value as people type it, and what is wrong with it. */
import { Textarea, TextInput } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import type { Field } from '../../../src/engine/index.ts'
import { useLanguage, useText } from '../app/language.tsx'
import type { FoundFinding } from '../engine/messages.ts'
import { CodeInput } from './code-input.tsx'
import { hasCodes } from './codes.ts'
import { TEXTS } from './texts.ts'
import { isTimeField, toShown, toWire } from './typed.ts'

export type FieldInputProps = {
  readonly id: string
  readonly label: ReactNode
  readonly error: ReactNode
  readonly description?: ReactNode
  readonly field: Field
  readonly value: string
  readonly onChange: (value: string) => void
  readonly onPick?: (code: string, name: string) => void
  readonly onBlur: () => void
}

type Props = {
  readonly id: string
  readonly name: string
  readonly field: Field
  readonly isNeeded: boolean
  /** As the wire has it. */
  readonly value: string
  readonly findings: readonly FoundFinding[]
  /** Also of a field that nobody has been in yet. */
  readonly showsAll: boolean
  readonly isComputed: boolean
  readonly isByHand: boolean
  readonly onChange: (value: string) => void
  readonly onPick: (code: string, name: string) => void
}

const LONG = 255

const isLong = ({ type, length, separator }: Field): boolean =>
  type === 'text' && separator === undefined && (length === undefined || length > LONG)

export function EntryField({ id, name, field, isNeeded, value, findings, showsAll, ...rest }: Props) {
  const t = useText()
  const language = useLanguage()
  const { isComputed, isByHand, onChange, onPick } = rest
  const [wasIn, setWasIn] = useState(false)
  const shown = wasIn || showsAll || value !== '' ? findings : []
  const input: FieldInputProps = {
    id,
    field,
    value,
    onChange,
    onPick,
    label: <FieldLabel name={name} field={field} isNeeded={isNeeded} />,
    error:
      shown.length === 0
        ? null
        : shown.map(({ ordinal, severity, message }) => (
            <span key={ordinal} className={`said ${severity}`}>
              {message[language]}
            </span>
          )),
    description: isByHand ? t(TEXTS.typedOver) : isComputed ? t(TEXTS.computed) : hintOf(field, t),
    onBlur: () => setWasIn(true),
  }
  return (
    <div className={isLong(field) ? 'wide' : undefined}>
      {hasCodes(field) ? <CodeInput {...input} /> : <PlainInput {...input} />}
    </div>
  )
}

const hintOf = (field: Field, t: ReturnType<typeof useText>): string | undefined =>
  !isTimeField(field) ? undefined : t(field.type === 'date' ? TEXTS.dayHint : TEXTS.momentHint)

function FieldLabel({ name, field, isNeeded }: { name: string; field: Field; isNeeded: boolean }) {
  const t = useText()
  return (
    <>
      {field.vi} {isNeeded && <abbr title={t(TEXTS.needed)}>*</abbr>} <span className="code quiet">{name}</span>
    </>
  )
}

/** While somebody types, the text is theirs; when they leave, it is read. */
function PlainInput({ field, value, onChange, onBlur, onPick: _none, ...input }: FieldInputProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const props = {
    ...input,
    inputWrapperOrder: ['label', 'input', 'description', 'error'] as ('label' | 'input' | 'description' | 'error')[],
    autoComplete: 'off',
    value: typed ?? toShown(value, field),
    onBlur: () => {
      if (typed !== null) onChange(toWire(typed, field))
      setTyped(null)
      onBlur()
    },
  }
  const change = (text: string): void => {
    setTyped(text)
    onChange(toWire(text, field))
  }
  if (isLong(field))
    return (
      <Textarea
        {...props}
        autosize
        minRows={1}
        maxRows={6}
        onChange={({ currentTarget }) => change(currentTarget.value)}
      />
    )
  const mode = field.type === 'number' ? 'decimal' : 'text'
  return <TextInput {...props} inputMode={mode} onChange={({ currentTarget }) => change(currentTarget.value)} />
}
