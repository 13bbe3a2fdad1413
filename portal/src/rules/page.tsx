/** Screen "rules": how often each is broken, where that is an alarm, and which are on trial or off, with the reason. */
import { Alert, SegmentedControl, Table, Text, UnstyledButton } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { vietnamIsoDay } from '../../../src/kernel/vietnam-time.ts'
import { figures, Heads } from '../app/heads.tsx'
import { useFormats, useLanguage, useText } from '../app/language.tsx'
import { ScrollRegion } from '../app/scroll-region.tsx'
import { Empty } from '../findings/panes.tsx'
import { SeverityBadge } from '../findings/severity.tsx'
import { answered, api } from '../signed-in/api.ts'
import { Asked } from '../signed-in/asked.tsx'
import { Dialog } from '../signed-in/dialog.tsx'
import { SignedInLayout } from '../signed-in/layout.tsx'
import { PageHead } from '../signed-in/page-head.tsx'
import { PeriodSelect } from '../signed-in/period-select.tsx'
import { daysOfMonth, monthsAt, thisMonth } from '../signed-in/periods.ts'
import { rowsOf, type RuleRow } from './hits.ts'
import { STATES, TEXTS } from './texts.ts'

export const RulesLayout = () => (
  <SignedInLayout
    isFor={({ duties }) => duties.some((duty) => ['supervisor', 'analyst', 'operator'].includes(duty))}
    other={TEXTS.notYou}
  />
)

const SHOWN = ['alarms', 'notActive'] as const

export function RulesPage() {
  const t = useText()
  const navigate = useNavigate({ from: '/rules/' })
  const { period = thisMonth(), show, rule } = useSearch({ from: '/rules/' })
  const query = daysOfMonth(period)
  const found = useQuery({
    queryKey: ['rule-hits', query],
    queryFn: () => answered(api.GET('/v1/operations/rules', { params: { query } })),
    placeholderData: keepPreviousData,
  })
  const settings = useQuery({
    queryKey: ['rule-settings'],
    queryFn: async () => (await answered(api.GET('/v1/rules', { params: { query: { limit: 1 } } }))).settings,
  })
  const open = (id: string | undefined): void =>
    void navigate({ search: (before) => ({ ...before, rule: id }), replace: true })
  return (
    <div className="page">
      <PageHead title={t(TEXTS.title)} text={t(TEXTS.about)}>
        <PeriodSelect period={period} choices={monthsAt(vietnamIsoDay(Date.now()))} />
      </PageHead>
      <SegmentedControl
        size="xs"
        style={{ alignSelf: 'flex-start' }}
        aria-label={t(TEXTS.show)}
        value={show ?? 'all'}
        data={(['all', ...SHOWN] as const).map((value) => ({ value, label: t(TEXTS[value]) }))}
        onChange={(value) =>
          void navigate({
            search: (before) => ({ ...before, show: SHOWN.find((each) => each === value) }),
            replace: true,
          })
        }
      />
      <Asked asked={found}>
        {(hits) => (
          <>
            {hits.unanswered.length > 0 && (
              <Alert color="yellow" variant="outline">
                {t(TEXTS.unanswered, { codes: hits.unanswered.join(', ') })}
              </Alert>
            )}
            <Rules
              rows={rowsOf(hits).filter(
                ({ state, alarms }) =>
                  show === undefined || (show === 'alarms' ? alarms.length > 0 : state === 'shadow' || state === 'off'),
              )}
              reasons={settings.data ?? {}}
              onOpen={open}
            />
          </>
        )}
      </Asked>
      <Dialog isOpen={rule !== undefined} isWide onClose={() => open(undefined)} title={rule ?? ''}>
        {rule !== undefined && <OneRule id={rule} />}
      </Dialog>
    </div>
  )
}

type RulesProps = {
  readonly rows: readonly RuleRow[]
  readonly reasons: Readonly<Record<string, { readonly reason: string } | undefined>>
  readonly onOpen: (id: string) => void
}

function Rules({ rows, reasons, onOpen }: RulesProps) {
  const t = useText()
  const { number, share } = useFormats()
  if (rows.length === 0) return <Empty title={t(TEXTS.none)}>{t(TEXTS.noneText)}</Empty>
  return (
    <ScrollRegion label={t(TEXTS.title)}>
      <Table stickyHeader highlightOnHover verticalSpacing={3}>
        <Heads
          of={[
            TEXTS.rule,
            TEXTS.severity,
            TEXTS.state,
            figures(TEXTS.dossiers),
            figures(TEXTS.share),
            TEXTS.alarm,
            TEXTS.reason,
          ]}
        />
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.rule}>
              <Table.Td className="code">
                <UnstyledButton className="link" onClick={() => onOpen(row.rule)}>
                  {row.rule}
                </UnstyledButton>
              </Table.Td>
              <Table.Td>{row.severity === null ? '–' : <SeverityBadge severity={row.severity} />}</Table.Td>
              <Table.Td>{t(STATES[row.state])}</Table.Td>
              <Table.Td ta="end">{row.dossiers === null ? '*' : number(row.dossiers)}</Table.Td>
              <Table.Td ta="end">{row.share === null ? '*' : share(row.share)}</Table.Td>
              <Table.Td>
                {row.alarms.length === 0 ? '–' : <span className="severity error">{row.alarms.join(', ')}</span>}
              </Table.Td>
              <Table.Td>{reasons[row.rule]?.reason ?? '–'}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollRegion>
  )
}

function OneRule({ id }: { id: string }) {
  const t = useText()
  const language = useLanguage()
  const found = useQuery({
    queryKey: ['rule', id],
    queryFn: () => answered(api.GET('/v1/rules/{id}', { params: { path: { id } } })),
  })
  return (
    <Asked asked={found}>
      {({ rule, setting }) => (
        <>
          {setting && (
            <Text mb="sm">
              <b>{t(STATES[setting.state])}:</b> {setting.reason}
            </Text>
          )}
          {rule.variants.map(({ standards, severity, problem, remedy, source }) => (
            <section key={standards.join(' ')}>
              <Text fw={600}>
                {t(TEXTS.standards)} {standards.join(', ')} <SeverityBadge severity={severity} />
              </Text>
              <Text size="sm">
                {t(TEXTS.problem)}: {problem[language]}
              </Text>
              <Text size="sm">
                {t(TEXTS.remedy)}: {remedy[language]}
              </Text>
              <Text size="sm" mb="sm">
                {t(TEXTS.source)}: {source.document}, {source.place}
              </Text>
            </section>
          ))}
        </>
      )}
    </Asked>
  )
}
