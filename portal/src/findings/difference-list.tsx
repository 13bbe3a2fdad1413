import { Table, Text } from '@mantine/core'
import { useText } from '../app/language.tsx'
import type { Difference } from './compare.ts'
import { TEXTS } from './texts.ts'

const KINDS = { changed: TEXTS.changed, added: TEXTS.added, removed: TEXTS.removed } as const

/** What differs between two states of a dossier, a line for each field. */
export function DifferenceList({ differences }: { differences: readonly Difference[] }) {
  const t = useText()
  if (differences.length === 0) return <Text role="status">{t(TEXTS.noDifference)}</Text>
  return (
    <Table verticalSpacing={4} striped>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t(TEXTS.where)}</Table.Th>
          <Table.Th>{t(TEXTS.field)}</Table.Th>
          <Table.Th w="32%">{t(TEXTS.before)}</Table.Th>
          <Table.Th w="32%">{t(TEXTS.after)}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {differences.flatMap(({ table, row, kind, fields }) =>
          fields.map(({ field, before, after }, at) => (
            <Table.Tr key={`${table}.${row}.${field}`}>
              <Table.Td>
                {at === 0 && (
                  <>
                    <b>{table}</b> · {t(TEXTS.row, { row })} · {t(KINDS[kind])}
                  </>
                )}
              </Table.Td>
              <Table.Td className="code">{field}</Table.Td>
              <Table.Td className="was">{before || '–'}</Table.Td>
              <Table.Td>{after || '–'}</Table.Td>
            </Table.Tr>
          )),
        )}
      </Table.Tbody>
    </Table>
  )
}
