/** Page "day compared": what the software says it sent on a day, and what is here. */
import { Group, SegmentedControl, Table, Text, Textarea, TextInput, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { components } from '../../../.build/portal-api.d.ts'
import { vietnamIsoDay } from '../../../src/kernel/vietnam-time.ts'
import { useFormats, useText } from '../app/language.tsx'
import { Empty } from '../findings/panes.tsx'
import { answered, api, Refused } from '../signed-in/api.ts'
import { Asked } from '../signed-in/asked.tsx'
import { useDoing } from '../signed-in/doing.tsx'
import { textOf } from '../signed-in/fields.ts'
import { Form } from '../signed-in/form.tsx'
import { Frame } from './frame.tsx'
import { TEXTS } from './texts.ts'

type Comparison = components['schemas']['ManifestComparison']
const KEY = 'manifests'
const LISTS = ['missing', 'unknown', 'different', 'rejected'] as const
const COUNTS = ['declared', 'agreed', 'missing', 'unknown', 'different', 'rejected', 'verifying'] as const

export function ManifestsPage() {
  const t = useText()
  const navigate = useNavigate({ from: '/facility/manifests' })
  const { day = vietnamIsoDay(Date.now()), purpose = 'management' } = useSearch({ from: '/facility/manifests' })
  const doing = useDoing(KEY)
  const asked = useQuery({ queryKey: [KEY, day, purpose], queryFn: () => read(day, purpose) })
  const submit = async (form: FormData): Promise<void> => {
    const keys = textOf(form, 'keys')
      .split(/\s+/)
      .filter((key) => key !== '')
    const body = { entries: [...new Set(keys)].map((MA_LK) => ({ MA_LK })) }
    const params = { path: { day }, query: { purpose } }
    await doing.run(() => answered(api.PUT('/v1/manifests/{day}', { params, body })))
  }
  return (
    <Frame title={TEXTS.manifestsTitle} text={TEXTS.manifestsText}>
      <Group align="end">
        <TextInput
          type="date"
          label={t(TEXTS.day)}
          value={day}
          onChange={({ currentTarget: { value } }) =>
            void navigate({ search: (before) => ({ ...before, day: value || undefined }), replace: true })
          }
        />
        <SegmentedControl
          size="sm"
          aria-label={t(TEXTS.purpose)}
          value={purpose}
          data={(['management', 'payment'] as const).map((value) => ({ value, label: t(TEXTS[value]) }))}
          onChange={(value) => void navigate({ search: (before) => ({ ...before, purpose: value }), replace: true })}
        />
      </Group>
      <Asked asked={asked}>
        {(comparison) =>
          comparison === null ? (
            <Empty title={t(TEXTS.noManifest)}>{t(TEXTS.noManifestText)}</Empty>
          ) : (
            <Compared comparison={comparison} />
          )
        }
      </Asked>
      <Form doing={doing} submit={submit} button={t(TEXTS.compare)}>
        <Textarea name="keys" label={t(TEXTS.manifestKeys)} rows={6} required />
      </Form>
    </Frame>
  )
}

/** null: nothing was declared for that day. */
async function read(day: string, purpose: 'management' | 'payment'): Promise<Comparison | null> {
  try {
    return await answered(api.GET('/v1/manifests/{day}', { params: { path: { day }, query: { purpose } } }))
  } catch (error) {
    if (error instanceof Refused && error.problem?.status === 404) return null
    throw error
  }
}

function Compared({ comparison }: { comparison: Comparison }) {
  const t = useText()
  const { number, time } = useFormats()
  const { counts, asOf } = comparison
  const lists = LISTS.filter((name) => comparison[name].length > 0)
  return (
    <>
      <dl className="totals compared">
        {COUNTS.map((name) => (
          <div key={name}>
            <dt>{t(TEXTS[name])}</dt>
            <dd>{number(counts[name])}</dd>
          </div>
        ))}
      </dl>
      <Text className="quiet">{t(TEXTS.asOf, { time: time(Date.parse(asOf)) })}</Text>
      {lists.length === 0 && <Text role="status">{t(TEXTS.nothingDiffers)}</Text>}
      {lists.map((name) => (
        <section key={name} aria-labelledby={name}>
          <Title order={2} size="h5" id={name}>
            {t(TEXTS[name])}
          </Title>
          <div className="box">
            <Table verticalSpacing={4}>
              <Table.Tbody>
                {comparison[name].map(({ MA_LK, submission, receivedOn }) => (
                  <Table.Tr key={MA_LK}>
                    <Table.Td className="code">{MA_LK}</Table.Td>
                    <Table.Td className="code">{submission?.slice(0, 12) ?? '–'}</Table.Td>
                    <Table.Td>{receivedOn ?? '–'}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </div>
        </section>
      ))}
    </>
  )
}
