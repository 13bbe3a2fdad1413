/** Where an office begins: a Sở Y tế at its own region, the Ministry at all of them. */
import { Alert, Button, Group, NativeSelect, Table, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, Navigate, useNavigate, useSearch } from '@tanstack/react-router'
import { vietnamIsoDay } from '../../../src/kernel/vietnam-time.ts'
import { figures, Heads } from '../app/heads.tsx'
import { useFormats, useText } from '../app/language.tsx'
import { ScrollRegion } from '../app/scroll-region.tsx'
import { sessionOf, useSession, type Session } from '../app/session.ts'
import { answered, api } from '../signed-in/api.ts'
import { Asked } from '../signed-in/asked.tsx'
import { SignedInLayout } from '../signed-in/layout.tsx'
import { PeriodSelect } from '../signed-in/period-select.tsx'
import { daysOfMonth, monthsAt, thisMonth } from '../signed-in/periods.ts'
import { useProvincesOfToday } from '../signed-in/provinces.ts'
import { joinProvinces, MEASURES, MEASURE_TEXTS, stepOf, type Joined, type Measure } from './measures.ts'
import { TEXTS } from './texts.ts'
import { TileMap, type TileValue } from './tile-map.tsx'

/** Whoever supervises: a Sở Y tế, an analyst of the Ministry. */
const isOffice = ({ duties }: Session): boolean => duties.includes('supervisor') || duties.includes('analyst')

export const OfficeLayout = () => <SignedInLayout isFor={isOffice} other={TEXTS.notOffice} />

export function RegionStart() {
  const session = sessionOf(useSession())
  const provinces = session?.provinces ?? null
  if (provinces !== null) return <Navigate to="/region/$province" params={{ province: provinces.join(',') }} replace />
  return <Nation />
}

function Nation() {
  const t = useText()
  const { period = thisMonth(), measure = 'rejected' } = useSearch({ from: '/region/' })
  const query = daysOfMonth(period)
  const found = useQuery({
    queryKey: ['regions', query],
    queryFn: () => answered(api.GET('/v1/regions', { params: { query } })),
  })
  const codes = useProvincesOfToday()
  return (
    <div className="page">
      <Group justify="space-between" align="flex-end">
        <Title order={1}>{t(TEXTS.nation)}</Title>
        <Group gap="sm" align="flex-end">
          <PeriodSelect period={period} choices={monthsAt(vietnamIsoDay(Date.now()))} />
          <MeasureSelect measure={measure} />
          <Documents period={period} />
        </Group>
      </Group>
      <Asked asked={codes}>
        {(known) => (
          <Asked asked={found}>
            {({ unanswered, provinces }) => (
              <>
                {unanswered.length > 0 && (
                  <Alert color="yellow" variant="outline">
                    {t(TEXTS.unanswered, { codes: unanswered.join(', ') })}
                  </Alert>
                )}
                <Spread rows={joinProvinces(provinces, known)} measure={measure} />
              </>
            )}
          </Asked>
        )}
      </Asked>
    </div>
  )
}

/** What the map and the first column of figures show; the address has it. */
function MeasureSelect({ measure }: { measure: Measure }) {
  const t = useText()
  const navigate = useNavigate({ from: '/region/' })
  return (
    <NativeSelect
      size="xs"
      label={t(TEXTS.onMap)}
      value={measure}
      data={MEASURES.map((value) => ({ value, label: t(MEASURE_TEXTS[value]) }))}
      onChange={({ currentTarget: { value } }) =>
        void navigate({
          search: (before) => ({ ...before, measure: MEASURES.find((each) => each === value) }),
          replace: true,
        })
      }
    />
  )
}

/** The nation's report: comparison with the period before, levels, costs and findings, to be signed. */
function Documents({ period }: { period: string }) {
  const t = useText()
  const address = (format: string): string => `/v1/reports?period=${period}&format=${format}`
  return (
    <Button.Group aria-label={t(TEXTS.report)}>
      <Button size="xs" component="a" href={address('html')} target="_blank">
        {t(TEXTS.print)}
      </Button>
      <Button size="xs" variant="default" component="a" href={address('docx')} download>
        {t(TEXTS.word)}
      </Button>
      <Button size="xs" variant="default" component="a" href={address('xlsx')} download>
        {t(TEXTS.excel)}
      </Button>
    </Button.Group>
  )
}

const SHARES: ReadonlySet<Measure> = new Set(['rejected', 'warned', 'late'])

/** The map, and the same as a table, the greatest value of the measure first. */
function Spread({ rows, measure }: { rows: readonly Joined[]; measure: Measure }) {
  const t = useText()
  const { number, share } = useFormats()
  // Of nothing there is no share.
  const isEmpty = (of: Measure, { values }: Joined): boolean => SHARES.has(of) && values.received === 0
  const shown = (of: Measure, row: Joined): string => {
    const value = row.values[of]
    if (isEmpty(of, row)) return '–'
    return value === null ? '*' : SHARES.has(of) ? share(value) : number(value)
  }
  const most = Math.max(0, ...rows.map(({ values }) => values[measure] ?? 0))
  const tiles = new Map<string, TileValue>(
    rows.map((row) => {
      const { code, name, provinces, values } = row
      const step = isEmpty(measure, row) ? null : stepOf(values[measure], most)
      return [code, { name, provinces, shown: shown(measure, row), step }]
    }),
  )
  const sorted = rows.toSorted(
    (a, b) => (b.values[measure] ?? -1) - (a.values[measure] ?? -1) || a.code.localeCompare(b.code),
  )
  return (
    <div className="nation-panes">
      <TileMap label={t(TEXTS.map, { measure: t(MEASURE_TEXTS[measure]) })} values={tiles} />
      <ScrollRegion label={t(TEXTS.nation)}>
        <Table stickyHeader highlightOnHover verticalSpacing={3}>
          <Heads of={[TEXTS.code, TEXTS.name, ...MEASURES.map((each) => figures(MEASURE_TEXTS[each]))]} />
          <Table.Tbody>
            {sorted.map((row) => (
              <Table.Tr key={row.code}>
                <Table.Td className="code one-line">{row.provinces.replaceAll(',', ', ')}</Table.Td>
                <Table.Td>
                  <Link className="link" to="/region/$province" params={{ province: row.provinces }}>
                    {row.name}
                  </Link>
                </Table.Td>
                {MEASURES.map((each) => (
                  <Table.Td key={each} ta="end" {...(each === measure ? { fw: 600 } : {})}>
                    {shown(each, row)}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollRegion>
    </div>
  )
}
