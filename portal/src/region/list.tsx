/** The dossiers behind a figure of a region: masked, and noted; a list about few persons asks for the reason. */
import { Button, Group, Table, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import type { components, paths } from '../../../.build/portal-api.d.ts'
import { IconFileSpreadsheet } from '../app/icons.tsx'
import { figures, Heads } from '../app/heads.tsx'
import { useFormats, useText, type Text as TextPair } from '../app/language.tsx'
import { ScrollRegion } from '../app/scroll-region.tsx'
import { Empty } from '../findings/panes.tsx'
import { answered, api } from '../signed-in/api.ts'
import { Asked, Pages } from '../signed-in/asked.tsx'
import { problemOf } from '../signed-in/problem.tsx'
import { AskReason, useReason } from '../signed-in/reason.tsx'
import { TEXTS } from './texts.ts'

type Dossier = components['schemas']['RegionDossiers']['dossiers'][number]
type Figure = paths['/v1/regions/{province}/{figure}/dossiers']['get']['parameters']['path']['figure']

const PAGE = 100
const FIGURES: readonly Figure[] = ['volumes', 'timeliness', 'findings', 'diagnoses', 'costs']

export function RegionListPage() {
  const t = useText()
  const { province, figure: named } = useParams({ from: '/region/$province/$figure' })
  const search = useSearch({ from: '/region/$province/$figure' })
  const reason = useReason()
  const figure = FIGURES.find((each) => each === named) ?? 'volumes'
  const { from = '', to = '', by = 'total', key = '', column, after } = search
  const query = {
    from,
    to,
    by,
    key,
    limit: PAGE,
    ...(column ? { column } : {}),
    ...(after ? { after } : {}),
    ...(reason ? { reason } : {}),
  }
  const found = useQuery({
    queryKey: ['region-dossiers', province, figure, query],
    queryFn: () =>
      answered(api.GET('/v1/regions/{province}/{figure}/dossiers', { params: { path: { province, figure }, query } })),
    // Each look is noted: it is not asked again by itself.
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  })
  const problem = found.isError ? problemOf(found.error) : null
  const file = new URLSearchParams(
    Object.entries({ ...query, format: 'xlsx' }).map(([name, value]) => [name, String(value)]),
  )
  return (
    <div className="page">
      <Group justify="space-between">
        <div>
          <Link className="link" to="/region/$province" params={{ province }}>
            {t(TEXTS.back)}
          </Link>
          <Title order={1}>
            {t(TEXTS.list)} {key}
          </Title>
          <Text className="quiet">{t(TEXTS.masked)}</Text>
        </div>
        {found.data && (
          <Button
            size="xs"
            variant="default"
            component="a"
            href={`/v1/regions/${province}/${figure}/dossiers?${file.toString()}`}
            download
            leftSection={<IconFileSpreadsheet size={16} />}
          >
            {t(TEXTS.excel)}
          </Button>
        )}
      </Group>
      {problem?.code === 'reason-needed' ? (
        <AskReason title={TEXTS.reasonNeeded} />
      ) : (
        <Asked asked={found}>{({ dossiers, next }) => <Dossiers rows={dossiers} next={next} />}</Asked>
      )}
    </div>
  )
}

const OUTCOMES: Readonly<Record<string, TextPair>> = {
  accepted: TEXTS.okay,
  'accepted-with-warnings': TEXTS.warned,
  rejected: TEXTS.refused,
}

function Dossiers({ rows, next }: { rows: readonly Dossier[]; next: string | null }) {
  const t = useText()
  const { day, money } = useFormats()
  if (rows.length === 0) return <Empty title={t(TEXTS.nothing)}>{t(TEXTS.nothingText)}</Empty>
  return (
    <ScrollRegion label={t(TEXTS.list)}>
      <Table stickyHeader highlightOnHover verticalSpacing={3}>
        <Heads
          of={[
            'MA_LK',
            TEXTS.code,
            TEXTS.patient,
            TEXTS.received,
            TEXTS.ended,
            TEXTS.due,
            TEXTS.kind,
            TEXTS.diagnosis,
            figures(TEXTS.total),
            TEXTS.outcome,
          ]}
        />
        <Table.Tbody>
          {rows.map((each) => (
            <Table.Tr key={`${each.submission} ${each.dossier}`}>
              <Table.Td className="code">{each.MA_LK ?? '–'}</Table.Td>
              <Table.Td className="code">{each.facility}</Table.Td>
              <Table.Td>{each.HO_TEN ?? '–'}</Table.Td>
              <Table.Td>{day(each.receivedOn)}</Table.Td>
              <Table.Td>{day(each.endedOn)}</Table.Td>
              <Table.Td>{day(each.dueOn ?? each.paymentDueOn)}</Table.Td>
              <Table.Td>{each.MA_LOAI_KCB ?? '–'}</Table.Td>
              <Table.Td>{each.MA_BENH_CHINH ?? '*'}</Table.Td>
              <Table.Td ta="end">{money(each.T_TONGCHI_BV)}</Table.Td>
              <Table.Td>{t(OUTCOMES[each.outcome] ?? TEXTS.okay)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Pages next={next} first={TEXTS.first} more={TEXTS.more} />
    </ScrollRegion>
  )
}
