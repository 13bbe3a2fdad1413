/** The frame of the facility's smaller pages: which of them there are, and the title of this one. */
import { Group, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText, type Text as TextPair } from '../app/language.tsx'
import { sessionOf, useSession } from '../app/session.ts'
import { PageLinks } from '../signed-in/page-head.tsx'
import { TEXTS } from './texts.ts'

const PAGES = [
  ['/facility/persons', TEXTS.persons, 'sender'],
  ['/facility/outages', TEXTS.outages, 'sender'],
  ['/facility/manifests', TEXTS.manifests, 'sender'],
  ['/facility/cards', TEXTS.cards, 'sender'],
  ['/facility/mappings', TEXTS.mappings, 'sender'],
  ['/facility/webhooks', TEXTS.webhooks, 'sender'],
  ['/facility/accesses', TEXTS.accesses, 'auditor'],
] as const

type Props = {
  readonly title: TextPair
  readonly text: TextPair
  /** Beside the title. */
  readonly action?: ReactNode
  readonly children: ReactNode
}

export function Frame({ title, text, action, children }: Props) {
  const t = useText()
  const session = sessionOf(useSession())
  return (
    <div className="page plain">
      <PageLinks
        label={t(TEXTS.pages)}
        pages={PAGES.filter(([, , duty]) => session?.duties.includes(duty)).map(([to, name]) => ({
          to,
          name: t(name),
        }))}
      />
      <Group justify="space-between">
        <div>
          <Title order={1}>{t(title)}</Title>
          <Text className="quiet">{t(text)}</Text>
        </div>
        {action}
      </Group>
      {children}
    </div>
  )
}

/** The facility whose pages these are; nobody else sees them. */
export const useFacility = (): string => sessionOf(useSession())?.facility ?? ''
