/** The worklist of one facility: what is to be assessed, what waits, what was assessed; and the sheet for a batch. */
import { Button, Group, SegmentedControl, Table, Title, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import type { components } from '../../../.build/portal-api.d.ts'
import { vietnamIsoDay } from '../../../src/kernel/vietnam-time.ts'
import { figures, Heads } from '../app/heads.tsx'
import { IconFileSpreadsheet } from '../app/icons.tsx'
import { useFormats, useText } from '../app/language.tsx'
import { ScrollRegion } from '../app/scroll-region.tsx'
import { Empty } from '../findings/panes.tsx'
import { answered, api } from '../signed-in/api.ts'
import { Asked, Pages } from '../signed-in/asked.tsx'
import { AssessedDossier } from './dossier.tsx'
import { KEY } from './key.ts'
import { SheetBack } from './sheet-back.tsx'
import { CORRECTIONS, DECISIONS, TEXTS } from './texts.ts'

export type Work = components['schemas']['AssessmentWorklist']['dossiers'][number]
const STATES = ['open', 'waiting', 'assessed'] as const
const STATE_TEXTS = { open: TEXTS.openState, waiting: TEXTS.waitingState, assessed: TEXTS.assessedState } as const

const PAGE = 200

export function BhxhListPage() {
  const t = useText()
  const { day } = useFormats()
  const navigate = useNavigate({ from: '/bhxh/$facility' })
  const { facility } = useParams({ from: '/bhxh/$facility' })
  const { state = 'open', dueOn, after, dossier } = useSearch({ from: '/bhxh/$facility' })
  const query = { facility, state, limit: PAGE, ...(dueOn ? { dueOn } : {}), ...(after ? { after } : {}) }
  const found = useQuery({
    queryKey: [KEY, 'list', query],
    queryFn: () => answered(api.GET('/v1/assessments/worklist', { params: { query } })),
  })
  const open = (name: string | undefined): void =>
    void navigate({ search: (before) => ({ ...before, dossier: name }), replace: true })
  const file = new URLSearchParams({ facility, format: 'xlsx', ...(dueOn ? { dueOn } : {}) })
  const name = found.data?.dossiers[0]?.name ?? facility
  return (
    <div className="page">
      <Group justify="space-between" align="flex-end">
        <div>
          <Link className="link" to="/bhxh" search={{ province: facility.slice(0, 2) }}>
            {t(TEXTS.back)}
          </Link>
          <Title order={1}>
            {t(TEXTS.list, { name })}
            {dueOn !== undefined && ` · ${t(TEXTS.dueOn)} ${day(dueOn)}`}
          </Title>
        </div>
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            component="a"
            download
            href={`/v1/assessments/worklist?${file.toString()}`}
            leftSection={<IconFileSpreadsheet size={16} />}
          >
            {t(TEXTS.download)}
          </Button>
        </Group>
      </Group>
      <SheetBack />
      <Group gap="xs">
        <SegmentedControl
          size="xs"
          aria-label={t(TEXTS.state)}
          value={state}
          data={STATES.map((value) => ({ value, label: t(STATE_TEXTS[value]) }))}
          onChange={(value) =>
            void navigate({ search: (before) => ({ ...before, state: value, after: undefined }), replace: true })
          }
        />
        {dueOn !== undefined && (
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => void navigate({ search: (before) => ({ ...before, dueOn: undefined, after: undefined }) })}
          >
            {t(TEXTS.dueOn)}: {t(TEXTS.allDays)}
          </Button>
        )}
      </Group>
      <Asked asked={found}>
        {({ dossiers, next }) => (
          <>
            <Dossiers list={dossiers} next={next} onOpen={open} />
            {dossier !== undefined && (
              <AssessedDossier
                key={dossier}
                facility={facility}
                name={dossier}
                work={dossiers.find((each) => nameOf(each) === dossier)}
                onClose={() => open(undefined)}
              />
            )}
          </>
        )}
      </Asked>
    </div>
  )
}

/** How a dossier is named in the address: by submission and number, which say nothing of a person. */
const nameOf = ({ submission, dossier }: Work): string => `${submission}-${dossier}`

type DossiersProps = {
  readonly list: readonly Work[]
  readonly next: string | null
  readonly onOpen: (name: string) => void
}

function Dossiers({ list, next, onOpen }: DossiersProps) {
  const t = useText()
  const { number, day, money } = useFormats()
  const today = vietnamIsoDay(Date.now())
  if (list.length === 0) return <Empty title={t(TEXTS.nothing)}>{t(TEXTS.nothingText)}</Empty>
  return (
    <ScrollRegion label={t(TEXTS.back)}>
      <Table stickyHeader highlightOnHover verticalSpacing={3}>
        <Heads
          of={[
            'MA_LK',
            TEXTS.dueOn,
            TEXTS.ended,
            TEXTS.diagnosis,
            figures(TEXTS.warnings),
            figures(TEXTS.total),
            figures(TEXTS.claimed),
            TEXTS.decision,
            TEXTS.correction,
          ]}
        />
        <Table.Tbody>
          {list.map((each) => (
            <Table.Tr key={nameOf(each)}>
              <Table.Td className="code">
                <UnstyledButton className="link" onClick={() => onOpen(nameOf(each))}>
                  {each.MA_LK}
                </UnstyledButton>
              </Table.Td>
              <Table.Td>
                <span className={each.assessment === null && each.dueOn < today ? 'severity error' : ''}>
                  {day(each.dueOn)}
                </span>
              </Table.Td>
              <Table.Td>{day(each.endedOn)}</Table.Td>
              <Table.Td>{each.MA_BENH_CHINH ?? '–'}</Table.Td>
              <Table.Td ta="end">{number(each.warnings)}</Table.Td>
              <Table.Td ta="end">{money(each.T_TONGCHI_BV)}</Table.Td>
              <Table.Td ta="end">{money(each.T_BHTT)}</Table.Td>
              <Table.Td>{each.assessment === null ? '–' : t(DECISIONS[each.assessment])}</Table.Td>
              <Table.Td>
                {each.correction === null
                  ? '–'
                  : t(CORRECTIONS[each.correction] ?? CORRECTIONS['other'] ?? TEXTS.reason)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Pages next={next} />
    </ScrollRegion>
  )
}
