/** Page "drafts": what releases are being made, and by whom. */
import { Button, Group, Table, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { components } from '../../../.build/portal-api.d.ts'
import { Heads } from '../app/heads.tsx'
import { useFormats, useText } from '../app/language.tsx'
import { ScrollRegion } from '../app/scroll-region.tsx'
import { Empty } from '../findings/panes.tsx'
import { answered, api } from '../signed-in/api.ts'
import { Asked } from '../signed-in/asked.tsx'
import { Refusal, useDoing } from '../signed-in/doing.tsx'
import { textOf, whenSent } from '../signed-in/fields.ts'
import { Frame, useIsCurator } from './frame.tsx'
import { KEY } from './key.ts'
import { DRAFT_STATES, TEXTS } from './texts.ts'

type Draft = components['schemas']['Draft']

export function DraftsPage() {
  const t = useText()
  const found = useQuery({ queryKey: [KEY, 'drafts'], queryFn: () => answered(api.GET('/v1/dmdc/drafts')) })
  return (
    <Frame title={TEXTS.draftsTitle} action={useIsCurator() && <Begin />}>
      <Asked asked={found}>
        {({ drafts }) =>
          drafts.length === 0 ? (
            <Empty title={t(TEXTS.noDraft)}>{t(TEXTS.noDraftText)}</Empty>
          ) : (
            <Drafts list={drafts} />
          )
        }
      </Asked>
    </Frame>
  )
}

function Begin() {
  const t = useText()
  const doing = useDoing(KEY)
  const begin = (typed: FormData, form: HTMLFormElement): void => {
    const body = { note: textOf(typed, 'note') }
    void doing.run(() => answered(api.POST('/v1/dmdc/drafts', { body }))).then((isDone) => isDone && form.reset())
  }
  return (
    <form onSubmit={whenSent(begin)}>
      <Group align="flex-end" gap="xs">
        <TextInput size="xs" w={260} name="note" label={t(TEXTS.note)} maxLength={2000} required />
        <Button size="xs" variant="default" type="submit" loading={doing.isBusy}>
          {t(TEXTS.beginDraft)}
        </Button>
      </Group>
      <Refusal doing={doing} />
    </form>
  )
}

function Drafts({ list }: { list: readonly Draft[] }) {
  const t = useText()
  const { time } = useFormats()
  return (
    <ScrollRegion label={t(TEXTS.draftsTitle)}>
      <Table stickyHeader highlightOnHover verticalSpacing={4}>
        <Heads of={[TEXTS.note, TEXTS.state, TEXTS.madeBy, TEXTS.madeAt, TEXTS.effective]} />
        <Table.Tbody>
          {list.map(({ id, note, state, createdBy, createdAt, effectiveAt }) => (
            <Table.Tr key={id}>
              <Table.Td>
                <Link className="link" to="/dmdc/drafts/$id" params={{ id }}>
                  {note}
                </Link>
              </Table.Td>
              <Table.Td>{t(DRAFT_STATES[state])}</Table.Td>
              <Table.Td>{createdBy}</Table.Td>
              <Table.Td>{time(Date.parse(createdAt))}</Table.Td>
              <Table.Td>{effectiveAt === null ? t(TEXTS.atOnce) : time(Date.parse(effectiveAt))}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollRegion>
  )
}
