/** Page "compare": where BHXH's copy of a list and our newest release differ. */
import { Button, FileButton, Group, NativeSelect, SegmentedControl, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { components } from '../../../.build/portal-api.d.ts'
import { Heads } from '../app/heads.tsx'
import { useFormats, useText } from '../app/language.tsx'
import { ScrollRegion } from '../app/scroll-region.tsx'
import { Empty } from '../findings/panes.tsx'
import { answered, api } from '../signed-in/api.ts'
import { Asked, Pages } from '../signed-in/asked.tsx'
import { Refusal, useDoing } from '../signed-in/doing.tsx'
import { FIRST_CATALOGUE, Frame, useCatalogueNames } from './frame.tsx'
import { FileProblems } from './imports.tsx'
import { KEY } from './key.ts'
import { FOREIGN_KINDS } from './search.ts'
import { DIFFERENCE_NAMES, TEXTS } from './texts.ts'

type Found = components['schemas']['Differences']
type Kept = components['schemas']['KeptForeignView']

const PARTY = 'bhxh'
const PAGE = 200

export function ComparePage() {
  const t = useText()
  const navigate = useNavigate({ from: '/dmdc/compare' })
  const { catalogue = FIRST_CATALOGUE, kind, after } = useSearch({ from: '/dmdc/compare' })
  const names = useCatalogueNames(catalogue)
  const views = useQuery({ queryKey: [KEY, 'views'], queryFn: () => answered(api.GET('/v1/dmdc/foreign')) })
  const hasCopy = views.data?.views.some((view) => view.party === PARTY && view.catalogue === catalogue) ?? false
  const query = { limit: PAGE, ...(kind ? { kind } : {}), ...(after ? { after: Number(after) } : {}) }
  const found = useQuery({
    queryKey: [KEY, 'differences', catalogue, query],
    enabled: hasCopy,
    queryFn: () =>
      answered(
        api.GET('/v1/dmdc/foreign/{party}/{catalogue}/differences', {
          params: { path: { party: PARTY, catalogue }, query },
        }),
      ),
  })
  return (
    <Frame title={TEXTS.compareTitle} text={t(TEXTS.compareText)}>
      <Group align="flex-end" gap="sm">
        <NativeSelect
          size="xs"
          label={t(TEXTS.catalogue)}
          value={catalogue}
          data={names}
          onChange={({ currentTarget: { value } }) => void navigate({ search: { catalogue: value }, replace: true })}
        />
        <Upload key={catalogue} catalogue={catalogue} />
      </Group>
      <Asked asked={views}>
        {() =>
          hasCopy ? (
            <Asked asked={found}>{(answer) => <Differences of={answer} />}</Asked>
          ) : (
            <Empty title={t(TEXTS.noCopy)}>{t(TEXTS.noCopyText)}</Empty>
          )
        }
      </Asked>
    </Frame>
  )
}

function Upload({ catalogue }: { catalogue: string }) {
  const t = useText()
  const { number } = useFormats()
  const doing = useDoing(KEY)
  const [kept, setKept] = useState<Kept | null>(null)
  const send = (file: File | null): void => {
    if (file === null) return
    void doing.run(async () => {
      const answer = api.POST('/v1/dmdc/foreign/{party}/{catalogue}', {
        params: { path: { party: PARTY, catalogue } },
        headers: { 'content-type': 'application/octet-stream' },
        body: '',
        bodySerializer: () => file,
      })
      setKept(await answered(answer))
    })
  }
  return (
    <>
      <FileButton accept=".xlsx,.csv" inputProps={{ 'aria-label': t(TEXTS.uploadCopy) }} onChange={send}>
        {(props) => (
          <Button {...props} size="xs" variant="default" loading={doing.isBusy}>
            {t(TEXTS.uploadCopy)}
          </Button>
        )}
      </FileButton>
      <Refusal doing={doing} />
      {kept !== null && kept.warnings > 0 && (
        <div className="sheet-problems">
          <Text>{t(TEXTS.problems, { errors: 0, warnings: number(kept.warnings) })}</Text>
          <FileProblems of={kept.problems} />
        </div>
      )}
    </>
  )
}

function Differences({ of: { view, counts, differences, next } }: { of: Found }) {
  const t = useText()
  const { number, time } = useFormats()
  const navigate = useNavigate({ from: '/dmdc/compare' })
  const { kind } = useSearch({ from: '/dmdc/compare' })
  const all = FOREIGN_KINDS.reduce((sum, each) => sum + (counts[each] ?? 0), 0)
  return (
    <>
      <Text className="quiet">
        {t(TEXTS.copy, { rows: number(view.rows), time: time(Date.parse(view.importedAt)), by: view.importedBy })}
      </Text>
      <SegmentedControl
        size="xs"
        style={{ alignSelf: 'flex-start' }}
        aria-label={t(TEXTS.kind)}
        value={kind ?? 'all'}
        data={[
          { value: 'all', label: `${t(TEXTS.all)} · ${number(all)}` },
          ...FOREIGN_KINDS.map((value) => ({
            value,
            label: `${t(DIFFERENCE_NAMES[value])} · ${number(counts[value] ?? 0)}`,
          })),
        ]}
        onChange={(value) =>
          void navigate({
            search: (before) => ({ ...before, kind: FOREIGN_KINDS.find((each) => each === value), after: undefined }),
            replace: true,
          })
        }
      />
      {differences.length === 0 ? (
        <Empty title={t(TEXTS.same)}>{t(TEXTS.sameText)}</Empty>
      ) : (
        <ScrollRegion label={t(TEXTS.compareTitle)}>
          <Table stickyHeader highlightOnHover verticalSpacing={3}>
            <Heads of={[TEXTS.code, TEXTS.kind, TEXTS.fields, TEXTS.ours, TEXTS.theirs]} />
            <Table.Tbody>
              {differences.map(({ kind: each, code, fields, ours, theirs }) => (
                <Table.Tr key={`${each} ${code} ${ours?.validFrom} ${theirs?.validFrom}`}>
                  <Table.Td className="code">{code}</Table.Td>
                  <Table.Td>{t(DIFFERENCE_NAMES[each])}</Table.Td>
                  <Table.Td className="code">{fields.join(', ')}</Table.Td>
                  <Table.Td>{ours?.name ?? '–'}</Table.Td>
                  <Table.Td>{theirs?.name ?? '–'}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
          <Pages next={next === null ? null : String(next)} />
        </ScrollRegion>
      )}
    </>
  )
}
