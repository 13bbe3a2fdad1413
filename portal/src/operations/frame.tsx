/** The frame of the operators' pages. Nothing on them is about a person. */
import { Anchor, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText, type Text as TextPair } from '../app/language.tsx'
import { SignedInLayout } from '../signed-in/layout.tsx'
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
      <nav className="subnav no-print" aria-label={t(TEXTS.pages)}>
        {PAGES.map(([to, name]) => (
          <Anchor key={to} className="page-link" component={Link} to={to} activeOptions={{ exact: true }}>
            {t(name)}
          </Anchor>
        ))}
      </nav>
      <div>
        <Title order={1}>{t(title)}</Title>
        {text !== undefined && <Text className="quiet">{text}</Text>}
      </div>
      {children}
    </div>
  )
}
