/** Screen "wires": which facility sends on which wire, last seen, failures; who answers the old calls of each. */
import { Button, Group, Table, Text, TextInput, Title } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { figures, Heads } from '../app/heads.tsx'
import { useFormats, useText } from '../app/language.tsx'
import { ScrollRegion } from '../app/scroll-region.tsx'
import { Empty } from '../findings/panes.tsx'
import { answered, api, type LegacyCalls } from '../signed-in/api.ts'
import { Asked } from '../signed-in/asked.tsx'
import { SignedInLayout } from '../signed-in/layout.tsx'
import { Change, KEY } from './change.tsx'
import { TEXTS } from './texts.ts'

type FacilityUse = LegacyCalls['facilities'][number]
type Use = NonNullable<FacilityUse['old']>
type Operation = LegacyCalls['operations'][number]

/** Of pages for whoever supervises facilities. */
export const WiresLayout = () => <SignedInLayout isFor={({ side }) => side !== 'facility'} other={TEXTS.notFacility} />

export function WiresPage() {
  const t = useText()
  const { day } = useFormats()
  const navigate = useNavigate({ from: '/wires/' })
  const { facility } = useSearch({ from: '/wires/' })
  const [changed, setChanged] = useState<FacilityUse | null>(null)
  const found = useQuery({
    queryKey: [KEY, facility],
    queryFn: () =>
      answered(api.GET('/v1/operations/legacy-calls', { params: { query: facility ? { facility } : {} } })),
    placeholderData: keepPreviousData,
  })
  const isWhole = (value: string): boolean => /^\d{2}[0-9A-Z]\d{2}$/.test(value)
  return (
    <div className="page">
      <Group justify="space-between" align="end">
        <div>
          <Title order={1}>{t(TEXTS.title)}</Title>
          <Text className="quiet">
            {t(TEXTS.about)} {found.data && t(TEXTS.since, { day: day(found.data.since) })}
          </Text>
        </div>
        <TextInput
          size="xs"
          label={t(TEXTS.find)}
          defaultValue={facility ?? ''}
          maxLength={5}
          onChange={({ currentTarget: { value } }) => {
            if (value === '' || isWhole(value))
              void navigate({ search: (before) => ({ ...before, facility: value || undefined }), replace: true })
          }}
        />
      </Group>
      <Asked asked={found}>
        {({ facilities, operations }) => (
          <>
            {facilities.length === 0 && operations.length === 0 && (
              <Empty title={t(TEXTS.none)}>{t(TEXTS.noneText)}</Empty>
            )}
            {facilities.length > 0 && <Facilities list={facilities} onChange={setChanged} />}
            {operations.length > 0 && <Operations list={operations} />}
          </>
        )}
      </Asked>
      {changed && <Change key={changed.facility} setting={changed} onClose={() => setChanged(null)} />}
    </div>
  )
}

function Facilities({ list, onChange }: { list: readonly FacilityUse[]; onChange: (facility: FacilityUse) => void }) {
  const t = useText()
  const { day } = useFormats()
  return (
    <ScrollRegion label={t(TEXTS.facilities)}>
      <Table stickyHeader highlightOnHover verticalSpacing={6}>
        <Heads of={[TEXTS.facility, TEXTS.old, TEXTS.new, TEXTS.answeredBy, TEXTS.person, TEXTS.change]} />
        <Table.Tbody>
          {list.map((each) => (
            <Table.Tr key={each.facility}>
              <Table.Td className={each.facility === '' ? 'quiet' : 'code'}>
                {each.facility === '' ? t(TEXTS.nobody) : each.facility}
              </Table.Td>
              <Table.Td>
                <UseCell use={each.old} />
              </Table.Td>
              <Table.Td>
                <UseCell use={each.new} />
              </Table.Td>
              <Table.Td>{each.facility === '' ? '–' : t(TEXTS[each.mode])}</Table.Td>
              <Table.Td>
                {each.facility === ''
                  ? '–'
                  : each.paymentPerson === 'waived' && each.waivedUntil !== null
                    ? t(TEXTS.waivedUntil, { day: day(each.waivedUntil) })
                    : t(TEXTS[each.paymentPerson])}
              </Table.Td>
              <Table.Td>
                {each.facility !== '' && (
                  <Button
                    size="compact-xs"
                    variant="default"
                    aria-label={t(TEXTS.changeOf, { facility: each.facility })}
                    onClick={() => onChange(each)}
                  >
                    {t(TEXTS.change)}
                  </Button>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollRegion>
  )
}

function UseCell({ use }: { use: Use | null }) {
  const t = useText()
  const { number, time } = useFormats()
  if (use === null) return <span className="quiet">{t(TEXTS.never)}</span>
  const { calls, errors, lastAt, lastErrorAt } = use
  return (
    <>
      {t(TEXTS.calls, { calls: number(calls), errors: number(errors) })}
      <br />
      <span className="quiet">
        {t(TEXTS.lastSeen, { time: time(Date.parse(lastAt)) })}
        {lastErrorAt !== null && `; ${t(TEXTS.lastError, { time: time(Date.parse(lastErrorAt)) })}`}
      </span>
    </>
  )
}

function Operations({ list }: { list: readonly Operation[] }) {
  const t = useText()
  const { number, time } = useFormats()
  return (
    <ScrollRegion label={t(TEXTS.operations)}>
      <Table stickyHeader verticalSpacing={4}>
        <Heads of={[TEXTS.operation, TEXTS.code, figures(TEXTS.count), TEXTS.last]} />
        <Table.Tbody>
          {list.map(({ operation, wire, isKnown, code, calls, lastAt }) => (
            <Table.Tr key={`${wire} ${operation} ${code}`}>
              <Table.Td className="code">
                {operation} {!isKnown && <span className="severity warning">{t(TEXTS.unknown)}</span>}
              </Table.Td>
              <Table.Td className="code">{code}</Table.Td>
              <Table.Td ta="end">{number(calls)}</Table.Td>
              <Table.Td>{time(Date.parse(lastAt))}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollRegion>
  )
}
