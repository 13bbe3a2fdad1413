/** Screen "proposals": codes that facilities ask for, on their way from the facility over its Sở Y tế to the owner of the catalogue. */
import { Button, Group, NativeSelect, Table, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { components } from '../../../.build/portal-api.d.ts'
import { figures, Heads } from '../app/heads.tsx'
import { useFormats, useLanguage, useText } from '../app/language.tsx'
import { ScrollRegion } from '../app/scroll-region.tsx'
import { sessionOf, useSession, type Session } from '../app/session.ts'
import { Empty } from '../findings/panes.tsx'
import { answered, api } from '../signed-in/api.ts'
import { Asked, Pages } from '../signed-in/asked.tsx'
import { Dialog } from '../signed-in/dialog.tsx'
import { SignedInLayout } from '../signed-in/layout.tsx'
import { PageHead } from '../signed-in/page-head.tsx'
import { KEY } from './key.ts'
import { OneProposal } from './one-proposal.tsx'
import { ProposalForm } from './proposal-form.tsx'
import { KINDS, STATES, TEXTS } from './texts.ts'

type Proposal = components['schemas']['Proposal']
const STATE_IDS = ['open', 'returned', 'forwarded', 'accepted', 'rejected', 'withdrawn'] as const
const PAGE = 100

const isConcerned = ({ side, duties }: Session): boolean =>
  ['sender', 'supervisor', 'curator'].some((duty) => duties.some((held) => held === duty)) ||
  (side === 'ministry' && duties.includes('auditor'))
export const ProposalsLayout = () => <SignedInLayout isFor={isConcerned} other={TEXTS.notYou} />

export function ProposalsPage() {
  const t = useText()
  const language = useLanguage()
  const navigate = useNavigate({ from: '/proposals/' })
  const { state, after, proposal } = useSearch({ from: '/proposals/' })
  const isFacility = sessionOf(useSession())?.side === 'facility'
  const [isProposing, setProposing] = useState(false)
  const query = { limit: PAGE, ...(state ? { state } : {}), ...(after ? { after } : {}) }
  const found = useQuery({
    queryKey: [KEY, 'list', query],
    queryFn: () => answered(api.GET('/v1/dmdc/proposals', { params: { query } })),
  })
  const catalogues = useQuery({ queryKey: ['catalogues'], queryFn: () => answered(api.GET('/v1/dmdc')) })
  const titles = new Map(catalogues.data?.catalogues.map(({ id, title }) => [id, title[language]]))
  const open = (id: string | undefined): void =>
    void navigate({ search: (before) => ({ ...before, proposal: id }), replace: true })
  return (
    <div className="page">
      <PageHead title={t(TEXTS.title)} text={t(TEXTS.about)}>
        <Group align="flex-end" gap="sm">
          <NativeSelect
            size="xs"
            label={t(TEXTS.state)}
            value={state ?? ''}
            data={[
              { value: '', label: t(TEXTS.all) },
              ...STATE_IDS.map((value) => ({ value, label: t(STATES[value]) })),
            ]}
            onChange={({ currentTarget: { value } }) =>
              void navigate({ search: { state: STATE_IDS.find((each) => each === value) }, replace: true })
            }
          />
          {isFacility && (
            <Button size="xs" onClick={() => setProposing(true)}>
              {t(TEXTS.propose)}
            </Button>
          )}
        </Group>
      </PageHead>
      <Asked asked={found}>
        {({ proposals, next }) =>
          proposals.length === 0 ? (
            <Empty title={t(TEXTS.none)}>{t(TEXTS.noneText)}</Empty>
          ) : (
            <ScrollRegion label={t(TEXTS.title)}>
              <List of={proposals} titles={titles} onOpen={open} />
              <Pages next={next} />
            </ScrollRegion>
          )
        }
      </Asked>
      <Dialog isOpen={isProposing} isWide onClose={() => setProposing(false)} title={t(TEXTS.propose)}>
        <ProposalForm titles={titles} onDone={() => setProposing(false)} />
      </Dialog>
      <Dialog isOpen={proposal !== undefined} isWide onClose={() => open(undefined)} title={t(TEXTS.title)}>
        {proposal !== undefined && <OneProposal key={proposal} id={proposal} titles={titles} />}
      </Dialog>
    </div>
  )
}

type ListProps = {
  readonly of: readonly Proposal[]
  readonly titles: ReadonlyMap<string, string>
  readonly onOpen: (id: string) => void
}

function List({ of, titles, onOpen }: ListProps) {
  const t = useText()
  const { number, time } = useFormats()
  return (
    <Table stickyHeader highlightOnHover verticalSpacing={4}>
      <Heads
        of={[
          TEXTS.name,
          TEXTS.kind,
          TEXTS.catalogue,
          TEXTS.code,
          TEXTS.facility,
          TEXTS.proposedAt,
          figures(TEXTS.age),
          TEXTS.state,
        ]}
      />
      <Table.Tbody>
        {of.map(({ id, name, kind, catalogue, code, facility, proposedAt, age, state }) => (
          <Table.Tr key={id}>
            <Table.Td>
              <UnstyledButton className="link" onClick={() => onOpen(id)}>
                {name || code}
              </UnstyledButton>
            </Table.Td>
            <Table.Td>{t(KINDS[kind])}</Table.Td>
            <Table.Td>{titles.get(catalogue) ?? catalogue}</Table.Td>
            <Table.Td className="code">{code ?? '–'}</Table.Td>
            <Table.Td className="code">{facility}</Table.Td>
            <Table.Td className="one-line">{time(Date.parse(proposedAt))}</Table.Td>
            <Table.Td ta="end">{number(age.workingDays)}</Table.Td>
            <Table.Td>{t(STATES[state])}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
