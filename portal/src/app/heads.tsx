import { Table } from '@mantine/core'
import { useText, type Text } from './language.tsx'

type Kind = 'figures' | 'unseen'
/** What a column is called; a name of the wire is the same in every language. */
type Head = Text | string | { readonly name: Text; readonly kind: Kind }

/** Over a column of figures. */
export const figures = (name: Text): Head => ({ name, kind: 'figures' })
/** Over buttons, which say by themselves what they do: it is there for whoever does not see them. */
export const unseen = (name: Text): Head => ({ name, kind: 'unseen' })

/** The headings of a list. */
export function Heads({ of }: { of: readonly Head[] }) {
  const t = useText()
  return (
    <Table.Thead>
      <Table.Tr>
        {of.map((head) => {
          if (typeof head === 'string') return <Table.Th key={head}>{head}</Table.Th>
          const { name, kind } = 'name' in head ? head : { name: head, kind: null }
          return (
            <Table.Th key={name.en} {...(kind === 'figures' ? { ta: 'end' } : {})}>
              {kind === 'unseen' ? <span className="unseen">{t(name)}</span> : t(name)}
            </Table.Th>
          )
        })}
      </Table.Tr>
    </Table.Thead>
  )
}
