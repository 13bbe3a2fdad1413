import { Anchor, Group, Text, Title } from '@mantine/core'
import { Link, type LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'

/** Title and a sentence about the page; beside them what is chosen or begun there. */
export const PageHead = ({
  title,
  text,
  children,
}: {
  title: string
  text?: string | undefined
  children?: ReactNode
}) => (
  <Group justify="space-between" align="flex-end">
    <div>
      <Title order={1}>{title}</Title>
      {text !== undefined && <Text className="quiet">{text}</Text>}
    </div>
    {children}
  </Group>
)

/** `isExact`: pages below it are others' places. */
export type PageLink = { readonly to: NonNullable<LinkProps['to']>; readonly name: string; readonly isExact?: boolean }

/** The pages that belong together, of which this is one. */
export const PageLinks = ({ label, pages }: { label: string; pages: readonly PageLink[] }) => (
  <nav className="subnav no-print" aria-label={label}>
    {pages.map(({ to, name, isExact = false }) => (
      <Anchor key={to} className="page-link" component={Link} to={to} activeOptions={{ exact: isExact }}>
        {name}
      </Anchor>
    ))}
  </nav>
)
