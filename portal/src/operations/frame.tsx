/** The frame of the operators' pages. Nothing on them is about a person. */
import type { ReactNode } from 'react'
import { useText, type Text as TextPair } from '../app/language.tsx'
import { SignedInLayout } from '../signed-in/layout.tsx'
import { PageHead, PageLinks } from '../signed-in/page-head.tsx'
import { TEXTS } from './texts.ts'

export const OperationsLayout = () => (
  <SignedInLayout isFor={({ duties }) => duties.includes('operator')} other={TEXTS.notOperator} />
)

const PAGES = [
  ['/operations', TEXTS.state],
  ['/operations/letters', TEXTS.letters],
  ['/operations/accounts', TEXTS.accounts],
  ['/wires', TEXTS.wires],
] as const

type Props = { readonly title: TextPair; readonly text?: string; readonly children: ReactNode }

export function Frame({ title, text, children }: Props) {
  const t = useText()
  return (
    <div className="page plain">
      <PageLinks label={t(TEXTS.pages)} pages={PAGES.map(([to, name]) => ({ to, name: t(name), isExact: true }))} />
      <PageHead title={t(title)} text={text} />
      {children}
    </div>
  )
}
