/** One draft: what it changes, who has to approve, and its next step. */
import { Alert, Button, Group, Table, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { components } from '../../../.build/portal-api.d.ts'
import { figures, Heads } from '../app/heads.tsx'
import { useFormats, useText } from '../app/language.tsx'
import { ScrollRegion } from '../app/scroll-region.tsx'
import { answered, api } from '../signed-in/api.ts'
import { Asked, Pages } from '../signed-in/asked.tsx'
import { Refusal, useDoing } from '../signed-in/doing.tsx'
import { Frame, useIsCurator } from './frame.tsx'
import { KEY } from './key.ts'
import { DRAFT_STATES, KINDS, TEXTS } from './texts.ts'

type Review = components['schemas']['Review']
type Change = components['schemas']['DraftChanges']['changes'][number]

const PAGE = 200
const NAMED_CONFLICTS = 5

export function DraftPage() {
  const t = useText()
  const { id } = useParams({ from: '/dmdc/drafts/$id' })
  const { after } = useSearch({ from: '/dmdc/drafts/$id' })
  const path = { id }
  const review = useQuery({
    queryKey: [KEY, 'draft', id],
    queryFn: () => answered(api.GET('/v1/dmdc/drafts/{id}', { params: { path } })),
  })
  const query = { limit: PAGE, ...(after ? { after: Number(after) } : {}) }
  const changes = useQuery({
    queryKey: [KEY, 'draft', id, 'changes', query],
    queryFn: () => answered(api.GET('/v1/dmdc/drafts/{id}/changes', { params: { path, query } })),
  })
  return (
    <Frame
      title={TEXTS.draftsTitle}
      {...(review.data ? { text: review.data.draft.note } : {})}
      action={
        <Link className="link" to="/dmdc/drafts">
          {t(TEXTS.back)}
        </Link>
      }
    >
      <Asked asked={review}>{(found) => <Head review={found} />}</Asked>
      <Asked asked={changes}>
        {({ changes: rows, next }) => (
          <ScrollRegion label={t(TEXTS.difference)}>
            <Changes rows={rows} />
            <Pages next={next === null ? null : String(next)} />
          </ScrollRegion>
        )}
      </Asked>
    </Frame>
  )
}

function Head({ review }: { review: Review }) {
  const t = useText()
  const { number, time } = useFormats()
  const { draft, counts, departments, conflicts, conflictsTotal } = review
  return (
    <>
      <Group gap="md">
        <span className="severity info">{t(DRAFT_STATES[draft.state])}</span>
        <Text size="sm">
          {t(TEXTS.madeBy)}: {draft.createdBy}, {time(Date.parse(draft.createdAt))}
        </Text>
        <Text size="sm">
          {t(TEXTS.effective)}: {draft.effectiveAt === null ? t(TEXTS.atOnce) : time(Date.parse(draft.effectiveAt))}
        </Text>
      </Group>
      {conflictsTotal > 0 && (
        <Alert color="red" variant="outline" role="alert">
          {t(TEXTS.conflicts, {
            total: number(conflictsTotal),
            codes: conflicts
              .slice(0, NAMED_CONFLICTS)
              .map(({ catalogue, code }) => `${catalogue} ${code}`)
              .join(', '),
          })}
        </Alert>
      )}
      <Steps review={review} />
      <Group align="flex-start" gap="xl">
        <section>
          <Title order={2} size="h5">
            {t(TEXTS.counts)}
          </Title>
          <Table verticalSpacing={3} w="auto">
            <Heads of={[TEXTS.catalogue, TEXTS.kind, figures(TEXTS.counts)]} />
            <Table.Tbody>
              {counts.map(({ catalogue, kind, changes }) => (
                <Table.Tr key={`${catalogue} ${kind}`}>
                  <Table.Td>{catalogue}</Table.Td>
                  <Table.Td>{t(KINDS[kind])}</Table.Td>
                  <Table.Td ta="end">{number(changes)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </section>
        <section>
          <Title order={2} size="h5">
            {t(TEXTS.owners)}
          </Title>
          <Table verticalSpacing={3} w="auto">
            <Heads of={[TEXTS.department, TEXTS.approvedBy]} />
            <Table.Tbody>
              {departments.map(({ department, approvedBy, approvedAt }) => (
                <Table.Tr key={department}>
                  <Table.Td>{department}</Table.Td>
                  <Table.Td>
                    {approvedBy === null || approvedAt === null
                      ? t(TEXTS.notYet)
                      : `${approvedBy}, ${time(Date.parse(approvedAt))}`}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </section>
      </Group>
    </>
  )
}

type Step = 'submit' | 'reopen' | 'approve' | 'withdraw'
/** What can be done in each state, the usual one first. */
const STEPS: Readonly<Record<Review['draft']['state'], readonly (Step | 'publish')[]>> = {
  draft: ['submit', 'withdraw'],
  review: ['approve', 'publish', 'reopen', 'withdraw'],
  published: [],
  withdrawn: [],
}

function Steps({ review: { draft } }: { review: Review }) {
  const t = useText()
  const doing = useDoing(KEY)
  const isCurator = useIsCurator()
  const [release, setRelease] = useState<string | null>(null)
  const path = { id: draft.id }
  const take = (step: Step | 'publish'): void =>
    void doing.run(async () => {
      if (step === 'publish')
        setRelease((await answered(api.POST('/v1/dmdc/drafts/{id}/publish', { params: { path } }))).id)
      else await answered(api.POST(`/v1/dmdc/drafts/{id}/${step}`, { params: { path } }))
    })
  if (!isCurator) return null
  return (
    <>
      <Refusal doing={doing} />
      {release !== null && (
        <Alert role="status" color="green" variant="outline" p="xs">
          {t(TEXTS.published, { id: release })}
        </Alert>
      )}
      <Group gap="xs">
        {STEPS[draft.state].map((step, at) => (
          <Button
            key={step}
            size="xs"
            variant={at === 0 || step === 'publish' ? 'filled' : 'default'}
            disabled={doing.isBusy}
            onClick={() => take(step)}
          >
            {t(TEXTS[step])}
          </Button>
        ))}
      </Group>
    </>
  )
}

function Changes({ rows }: { rows: readonly Change[] }) {
  const t = useText()
  const { day } = useFormats()
  const shown = (row: Change['before']): string =>
    row === null
      ? '–'
      : [row.name, row.validFrom && day(row.validFrom), row.validTo && `→ ${day(row.validTo)}`]
          .filter(Boolean)
          .join(' · ')
  return (
    <Table stickyHeader highlightOnHover verticalSpacing={3}>
      <Heads of={[TEXTS.kind, TEXTS.catalogue, TEXTS.code, TEXTS.before, TEXTS.after, TEXTS.source]} />
      <Table.Tbody>
        {rows.map(({ kind, catalogue, before, after }) => {
          const row = after ?? before
          return (
            <Table.Tr key={`${catalogue} ${row?.code} ${row?.validFrom} ${kind}`}>
              <Table.Td>{t(KINDS[kind])}</Table.Td>
              <Table.Td>{catalogue}</Table.Td>
              <Table.Td className="code">{row?.code}</Table.Td>
              <Table.Td>{shown(before)}</Table.Td>
              <Table.Td>{shown(after)}</Table.Td>
              <Table.Td>{row?.sourceDocument}</Table.Td>
            </Table.Tr>
          )
        })}
      </Table.Tbody>
    </Table>
  )
}
