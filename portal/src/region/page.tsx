/** Screen "overview of a region": who sends, what, in time or not; each figure opens its list, and the report can be signed. */
import { Button, Group, NativeSelect, SegmentedControl, Table, Text, TextInput, Title } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useMemo, useRef } from 'react'
import type { components } from '../../../.build/portal-api.d.ts'
import { vietnamIsoDay } from '../../../src/kernel/vietnam-time.ts'
import { IconFileSpreadsheet, IconPrinter, IconSearch } from '../app/icons.tsx'
import { figures, Heads } from '../app/heads.tsx'
import { useFormats, useLanguage, useText } from '../app/language.tsx'
import { ScrollRegion } from '../app/scroll-region.tsx'
import { Empty } from '../findings/panes.tsx'
import { answered, api } from '../signed-in/api.ts'
import { Asked } from '../signed-in/asked.tsx'
import { PeriodSelect } from '../signed-in/period-select.tsx'
import { periodsAt, thisMonth } from '../signed-in/periods.ts'
import { foundFacilities, LEVELS, SORTS, type Level, type RegionSearch } from './facilities.ts'
import { TEXTS } from './texts.ts'

type Report = components['schemas']['RegionReport']
type Facility = Report['facilities'][number]

// Only who looks at a region loads what draws it.
const Bars = lazy(() => import('../app/bars.tsx').then((module) => ({ default: module.Bars })))

export function RegionPage() {
  const t = useText()
  const { province } = useParams({ from: '/region/$province' })
  const { period = thisMonth() } = useSearch({ from: '/region/$province/' })
  const found = useQuery({
    queryKey: ['region', province, period],
    queryFn: () =>
      answered(
        api.GET('/v1/regions/{province}/reports', {
          params: { path: { province }, query: { period, format: 'json' } },
        }),
      ),
    placeholderData: keepPreviousData,
  })
  return (
    <div className="page region">
      <Group justify="space-between" align="flex-start">
        <div>
          <Title order={1}>
            {t(TEXTS.title, {
              region: found.data?.region ?? t(TEXTS.province, { codes: province.replaceAll(',', ', ') }),
            })}
          </Title>
          <Period report={found.data} />
        </div>
        <Group gap="sm" align="flex-end">
          <PeriodSelect period={period} choices={periodsAt(vietnamIsoDay(Date.now()))} />
          <Documents province={province} period={period} />
        </Group>
      </Group>
      <Asked asked={found}>{(report) => <Overview report={report} />}</Asked>
    </div>
  )
}

function Period({ report }: { report: Report | undefined }) {
  const t = useText()
  const { day, time } = useFormats()
  if (report === undefined) return null
  const { from, to, before, asOf } = report
  return (
    <Text className="quiet">
      {day(from)} – {day(to)} · {t(TEXTS.before, { from: day(before.from), to: day(before.to) })}
      {asOf !== null && ` · ${t(TEXTS.asOf, { time: time(Date.parse(asOf)) })}`}
    </Text>
  )
}

/** The report as a document: the browser shows and keeps it. */
function Documents({ province, period }: { province: string; period: string }) {
  const t = useText()
  const address = (format: string): string => `/v1/regions/${province}/reports?period=${period}&format=${format}`
  return (
    <Button.Group aria-label={t(TEXTS.report)}>
      <Button size="xs" component="a" href={address('html')} target="_blank" leftSection={<IconPrinter size={16} />}>
        {t(TEXTS.print)}
      </Button>
      <Button size="xs" variant="default" component="a" href={address('docx')} download>
        {t(TEXTS.word)}
      </Button>
      <Button
        size="xs"
        variant="default"
        component="a"
        href={address('xlsx')}
        download
        leftSection={<IconFileSpreadsheet size={16} />}
      >
        {t(TEXTS.excel)}
      </Button>
    </Button.Group>
  )
}

function Overview({ report }: { report: Report }) {
  const t = useText()
  const days = useMemo(() => daysOf(report), [report])
  return (
    <div className="region-panes">
      <section aria-label={t(TEXTS.compared)} className="box scroll">
        <Suspense fallback={<div style={{ height: 150 }} />}>
          <Bars bars={days} title={TEXTS.course} first={TEXTS.received} second={TEXTS.rejected} tick={dayOfMonth} />
        </Suspense>
        <Compared report={report} />
      </section>
      <Facilities report={report} />
    </div>
  )
}

const sumOf = (...counts: (number | null | undefined)[]): number => counts.reduce<number>((a, b) => a + (b ?? 0), 0)

function daysOf({ from, to, days }: Report) {
  const rows = new Map(days.rows.map(({ key, counts }) => [key, counts]))
  const count = Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1
  return Array.from({ length: count }, (_, at) => {
    const moment = Date.parse(from) + at * DAY_MS
    const counts = rows.get(new Date(moment).toISOString().slice(0, 10)) ?? {}
    const second = sumOf(counts['rejected'])
    return { at: moment / 1000, first: sumOf(counts['accepted'], counts['acceptedWithWarnings']) + second, second }
  })
}

const dayOfMonth = (at: number): string => new Date(at * 1000).toISOString().slice(8, 10)

const DAY_MS = 24 * 60 * 60 * 1000

function Compared({ report }: { report: Report }) {
  const language = useLanguage()
  const { number, change } = useFormats()
  const shown = (value: number | string | null): string =>
    value === null ? '*' : number(typeof value === 'string' ? Math.round(Number(value)) : value)
  const changed = (now: number | string | null, before: number | string | null): string =>
    now === null || before === null || Number(before) === 0 ? '–' : change(Number(now) / Number(before) - 1)
  return (
    <Table verticalSpacing={3}>
      <Heads of={[TEXTS.measure, figures(TEXTS.now), figures(TEXTS.earlier), figures(TEXTS.change)]} />
      <Table.Tbody>
        {report.compared.map(({ figure, column, title, now, before, dossiers }) => (
          <Table.Tr key={`${figure} ${column}`}>
            <Table.Td>{title[language]}</Table.Td>
            <Table.Td ta="end">
              <Listed
                report={report}
                value={typeof now === 'number' && dossiers !== null ? now : null}
                {...{ figure, column }}
              >
                {shown(now)}
              </Listed>
            </Table.Td>
            <Table.Td ta="end">{shown(before)}</Table.Td>
            <Table.Td ta="end">{changed(now, before)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

type ListedProps = {
  report: Report
  /** Nothing, or none: there is no list. */
  value: number | null
  figure: string
  column: string
  by?: string
  dimensionKey?: string
  children: string
}

/** A figure that opens the list it counts. */
function Listed({ report, value, figure, column, by = 'total', dimensionKey = '', children }: ListedProps) {
  const { province } = useParams({ from: '/region/$province' })
  if (value === null || value === 0 || report.province.includes(',')) return children
  const search = { by, key: dimensionKey, column, from: report.from, to: report.to }
  return (
    <Link className="link" to="/region/$province/$figure" params={{ province, figure }} search={search}>
      {children}
    </Link>
  )
}

function Facilities({ report }: { report: Report }) {
  const t = useText()
  const { number } = useFormats()
  const navigate = useNavigate({ from: '/region/$province/' })
  const search = useSearch({ from: '/region/$province/' })
  const { level, q = '', sort = 'silence' } = search
  const input = useRef<HTMLInputElement>(null)
  useHotkeys([['mod+F', () => input.current?.select()]], [])
  const rows = useMemo(() => foundFacilities(report.facilities, { level, q, sort }), [report, level, q, sort])
  const change = (part: Partial<RegionSearch>): void =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true })
  return (
    <section className="region-facilities">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h5">
          {t(TEXTS.facilities, { shown: number(rows.length), total: number(report.facilities.length) })}
        </Title>
        <Group gap="xs">
          <NativeSelect
            size="xs"
            aria-label={t(TEXTS.sort)}
            value={sort}
            data={SORTS.map((value) => ({ value, label: `${t(TEXTS.sort)}: ${t(SORT_TEXTS[value])}` }))}
            onChange={({ currentTarget }) => change({ sort: SORTS.find((each) => each === currentTarget.value) })}
          />
          <TextInput
            ref={input}
            size="xs"
            type="search"
            aria-label={t(TEXTS.search)}
            placeholder={t(TEXTS.search)}
            leftSection={<IconSearch size={14} aria-hidden />}
            value={q}
            onChange={({ currentTarget }) => change({ q: currentTarget.value || undefined })}
          />
        </Group>
      </Group>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={t(TEXTS.levels)}
        value={level ?? 'all'}
        data={[
          { value: 'all', label: `${t(TEXTS.all)} · ${number(report.facilities.length)}` },
          ...LEVELS.map((value) => ({ value, label: `${t(TEXTS[value])} · ${number(report.connection[value])}` })),
        ]}
        onChange={(value) => change({ level: LEVELS.find((each) => each === value) })}
      />
      {rows.length === 0 ? (
        <Empty title={t(TEXTS.noFacility)}>{t(TEXTS.noFacilityText)}</Empty>
      ) : (
        <FacilityTable rows={rows} report={report} />
      )}
    </section>
  )
}

const SORT_TEXTS = {
  silence: TEXTS.bySilence,
  late: TEXTS.byLate,
  rejected: TEXTS.byRejected,
  code: TEXTS.byCode,
} as const

/** A province has some hundreds of facilities; beyond this the filters help more than a longer table. */
const MOST_ROWS = 1000

function FacilityTable({ rows, report }: { rows: readonly Facility[]; report: Report }) {
  const t = useText()
  return (
    <ScrollRegion label={t(TEXTS.facility)}>
      <Table stickyHeader highlightOnHover verticalSpacing={3}>
        <Heads
          of={[
            TEXTS.code,
            TEXTS.facility,
            TEXTS.level,
            TEXTS.last,
            figures(TEXTS.received),
            figures(TEXTS.rejected),
            figures(TEXTS.late),
            figures(TEXTS.missing),
          ]}
        />
        <Table.Tbody>
          {rows.slice(0, MOST_ROWS).map((facility) => (
            <FacilityRow key={facility.facility} of={facility} report={report} />
          ))}
        </Table.Tbody>
      </Table>
    </ScrollRegion>
  )
}

const LEVEL_KINDS: Readonly<Record<Level, string>> = {
  none: 'error',
  connected: 'error',
  sending: 'warning',
  complete: 'info',
}

function FacilityRow({ of, report }: { of: Facility; report: Report }) {
  const t = useText()
  const { number, day } = useFormats()
  const { facility, name, level, lastReceivedOn, daysSinceLast } = of
  const cell = (figure: string, column: 'received' | 'rejected' | 'late' | 'missing') => {
    const value = of[column]
    return (
      <Table.Td ta="end">
        <Listed report={report} value={value} figure={figure} column={column} by="facility" dimensionKey={facility}>
          {value === null ? '*' : number(value)}
        </Listed>
      </Table.Td>
    )
  }
  return (
    <Table.Tr>
      <Table.Td className="code one-line">{facility}</Table.Td>
      <Table.Td>{name ?? <span className="quiet">{t(TEXTS.unlisted)}</span>}</Table.Td>
      <Table.Td>
        <span className={`severity ${LEVEL_KINDS[level]}`}>{t(TEXTS[level])}</span>
      </Table.Td>
      <Table.Td>
        {day(lastReceivedOn)}{' '}
        {daysSinceLast !== null && (
          <span className="quiet">
            {daysSinceLast === 0 ? t(TEXTS.today) : t(TEXTS.daysAgo, { days: number(daysSinceLast) })}
          </span>
        )}
      </Table.Td>
      {cell('volumes', 'received')}
      {cell('volumes', 'rejected')}
      {cell('timeliness', 'late')}
      {cell('timeliness', 'missing')}
    </Table.Tr>
  )
}
