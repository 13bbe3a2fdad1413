/** Where an assessor begins: what is to be done in a province, by facility and due day. */
import { Group, NativeSelect, Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { components } from '../../../.build/portal-api.d.ts'
import { vietnamIsoDay } from '../../../src/kernel/vietnam-time.ts'
import { figures, Heads } from '../app/heads.tsx'
import { useFormats, useText } from '../app/language.tsx'
import { ScrollRegion } from '../app/scroll-region.tsx'
import type { Session } from '../app/session.ts'
import { Empty } from '../findings/panes.tsx'
import { answered, api } from '../signed-in/api.ts'
import { Asked } from '../signed-in/asked.tsx'
import { SignedInLayout } from '../signed-in/layout.tsx'
import { PageHead } from '../signed-in/page-head.tsx'
import { useOldProvinces } from '../signed-in/provinces.ts'
import { KEY } from './key.ts'
import { TEXTS } from './texts.ts'

type Facility = components['schemas']['AssessmentsDue']['facilities'][number]

const isAssessor = ({ duties }: Session): boolean => duties.includes('assessor')
export const BhxhLayout = () => <SignedInLayout isFor={isAssessor} other={TEXTS.notBhxh} />

const FIRST_PROVINCE = '01'
export function BhxhStart() {
  const t = useText()
  const navigate = useNavigate({ from: '/bhxh/' })
  const { province = FIRST_PROVINCE } = useSearch({ from: '/bhxh/' })
  const provinces = useOldProvinces()
  const due = useQuery({
    queryKey: [KEY, 'due', province],
    queryFn: () => answered(api.GET('/v1/assessments/due', { params: { query: { province } } })),
  })
  const names = provinces.data?.map(({ code, name }) => ({ value: code, label: `${code} · ${name}` })) ?? []
  return (
    <div className="page">
      <PageHead title={t(TEXTS.title)} text={t(TEXTS.about)}>
        <NativeSelect
          size="xs"
          label={t(TEXTS.province)}
          value={province}
          data={names.some(({ value }) => value === province) ? names : [province, ...names]}
          onChange={({ currentTarget: { value } }) => void navigate({ search: { province: value } })}
        />
      </PageHead>
      <Asked asked={due}>
        {({ facilities }) =>
          facilities.length === 0 ? (
            <Empty title={t(TEXTS.nothing)}>{t(TEXTS.nothingText)}</Empty>
          ) : (
            <Facilities list={facilities} />
          )
        }
      </Asked>
    </div>
  )
}

function Facilities({ list }: { list: readonly Facility[] }) {
  const t = useText()
  const { number, day } = useFormats()
  const today = vietnamIsoDay(Date.now())
  return (
    <ScrollRegion label={t(TEXTS.title)}>
      <Table stickyHeader highlightOnHover verticalSpacing={5}>
        <Heads
          of={[
            TEXTS.code,
            TEXTS.facility,
            figures(TEXTS.open),
            figures(TEXTS.overdue),
            figures(TEXTS.waiting),
            TEXTS.firstDue,
            TEXTS.days,
          ]}
        />
        <Table.Tbody>
          {list.map(({ facility, name, open, overdue, waiting, days }) => (
            <Table.Tr key={facility}>
              <Table.Td className="code">{facility}</Table.Td>
              <Table.Td>
                <Link className="link" to="/bhxh/$facility" params={{ facility }} search={{}}>
                  {name ?? facility}
                </Link>
              </Table.Td>
              <Table.Td ta="end">{number(open)}</Table.Td>
              <Table.Td ta="end">
                {overdue > 0 ? <span className="severity error">{number(overdue)}</span> : number(0)}
              </Table.Td>
              <Table.Td ta="end">
                {waiting > 0 ? (
                  <Link className="link" to="/bhxh/$facility" params={{ facility }} search={{ state: 'waiting' }}>
                    {number(waiting)}
                  </Link>
                ) : (
                  number(0)
                )}
              </Table.Td>
              <Table.Td>
                {days[0] === undefined ? (
                  '–'
                ) : (
                  <span className={days[0].dueOn < today ? 'severity error' : ''}>{day(days[0].dueOn)}</span>
                )}
              </Table.Td>
              <Table.Td>
                <Group gap="xs">
                  {days.map(({ dueOn, open: count }) => (
                    <Link
                      key={dueOn}
                      className="link one-line"
                      to="/bhxh/$facility"
                      params={{ facility }}
                      search={{ dueOn }}
                    >
                      {day(dueOn)} ({number(count)})
                    </Link>
                  ))}
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollRegion>
  )
}
