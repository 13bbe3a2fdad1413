/** Page "releases": what was published and when it is used; rolling back; how far the feed of changes is. */
import { Alert, Button, Table, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { components } from '../../../.build/portal-api.d.ts'
import { Heads, unseen } from '../app/heads.tsx'
import { useFormats, useText } from '../app/language.tsx'
import { ScrollRegion } from '../app/scroll-region.tsx'
import { sessionOf, useSession } from '../app/session.ts'
import { answered, api } from '../signed-in/api.ts'
import { Asked } from '../signed-in/asked.tsx'
import { Dialog } from '../signed-in/dialog.tsx'
import { useDoing } from '../signed-in/doing.tsx'
import { textOf } from '../signed-in/fields.ts'
import { Form } from '../signed-in/form.tsx'
import { Frame, useContents } from './frame.tsx'
import { KEY } from './key.ts'
import { TEXTS } from './texts.ts'

type Release = components['schemas']['DmdcContents']['releases'][number]

export function ReleasesPage() {
  const t = useText()
  const [chosen, setChosen] = useState<string | null>(null)
  const [said, setSaid] = useState<string | null>(null)
  return (
    <Frame title={TEXTS.releasesTitle}>
      <Asked asked={useContents()}>
        {({ releases, release }) => (
          <>
            <Feed release={release.id} />
            {said !== null && (
              <Alert role="status" color="green" variant="outline" p="xs">
                {said}
              </Alert>
            )}
            <Releases list={releases} onRestore={setChosen} />
          </>
        )}
      </Asked>
      <Dialog isOpen={chosen !== null} onClose={() => setChosen(null)} title={t(TEXTS.restoreOf, { id: chosen ?? '' })}>
        {chosen !== null && (
          <Restore
            id={chosen}
            onDone={(text) => {
              setSaid(text)
              setChosen(null)
            }}
          />
        )}
      </Dialog>
    </Frame>
  )
}

/** What followers read next: signed, up to which change. */
function Feed({ release }: { release: string }) {
  const t = useText()
  const { number } = useFormats()
  const found = useQuery({
    queryKey: [KEY, 'release', release],
    queryFn: () => answered(api.GET('/v1/dmdc/releases/{id}', { params: { path: { id: release } } })),
  })
  return (
    <Asked asked={found}>
      {({ lastChange, signature }) => (
        <Text>
          <b>{t(TEXTS.feed)}:</b>{' '}
          {t(TEXTS.feedText, { last: number(lastChange), signature: t(signature ? TEXTS.signed : TEXTS.unsigned) })}
        </Text>
      )}
    </Asked>
  )
}

function Releases({ list, onRestore }: { list: readonly Release[]; onRestore: (id: string) => void }) {
  const t = useText()
  const { time } = useFormats()
  const isCurator = sessionOf(useSession())?.duties.includes('curator') ?? false
  return (
    <ScrollRegion label={t(TEXTS.releases)}>
      <Table stickyHeader highlightOnHover verticalSpacing={4}>
        <Heads
          of={[TEXTS.release, TEXTS.note, TEXTS.publishedAt, TEXTS.effectiveAt, TEXTS.restores, unseen(TEXTS.restore)]}
        />
        <Table.Tbody>
          {list.map(({ id, note, publishedAt, effectiveAt, restores, inForce }) => (
            <Table.Tr key={id}>
              <Table.Td className="one-line">
                {id} {inForce && <span className="severity info">{t(TEXTS.current)}</span>}
              </Table.Td>
              <Table.Td>{note}</Table.Td>
              <Table.Td className="one-line">{time(Date.parse(publishedAt))}</Table.Td>
              <Table.Td className="one-line">{time(Date.parse(effectiveAt))}</Table.Td>
              <Table.Td>{restores ?? '–'}</Table.Td>
              <Table.Td ta="end">
                {isCurator && !inForce && (
                  <Button
                    size="compact-xs"
                    variant="default"
                    aria-label={t(TEXTS.restoreOf, { id })}
                    onClick={() => onRestore(id)}
                  >
                    {t(TEXTS.restore)}
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

function Restore({ id, onDone }: { id: string; onDone: (text: string) => void }) {
  const t = useText()
  const doing = useDoing(KEY)
  const restore = (form: FormData): void => {
    const body = { note: textOf(form, 'note') }
    void doing.run(async () => {
      const answer = await answered(api.POST('/v1/dmdc/releases/{id}/restore', { params: { path: { id } }, body }))
      onDone('id' in answer ? t(TEXTS.published, { id: answer.id }) : t(TEXTS.restoreAsked))
    })
  }
  return (
    <Form doing={doing} submit={restore} button={t(TEXTS.restore)} lead={<Text>{t(TEXTS.restoreText)}</Text>}>
      <TextInput name="note" label={t(TEXTS.reason)} maxLength={2000} required />
    </Form>
  )
}
