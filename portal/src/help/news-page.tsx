/** News and planned outages: everybody reads them; who works for the ministry as operator or curator writes them. */
import { Button, Group, SegmentedControl, Stack, Text, Textarea, TextInput, Title } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useState } from 'react'
import type { components } from '../../../.build/portal-api.d.ts'
import { useFormats, useLanguage, useText } from '../app/language.tsx'
import { sessionOf, useSession } from '../app/session.ts'
import { answered, api } from '../signed-in/api.ts'
import { Refusal, useDoing } from '../signed-in/doing.tsx'
import { momentOf, whenSent } from '../signed-in/fields.ts'
import { KEY, useNotices } from './contact.tsx'
import { TEXTS } from './texts.ts'

type Notice = components['schemas']['Notice']

/** The duties to which the API opens it (docs/reference/permissions.md). */
const WRITERS: ReadonlySet<string> = new Set(['operator', 'curator'])

export function NewsPage() {
  const t = useText()
  const session = sessionOf(useSession())
  const [edited, setEdited] = useState<Notice | 'new' | null>(null)
  const { data, isError } = useNotices()
  const mayWrite = session?.side === 'ministry' && session.duties.some((duty) => WRITERS.has(duty))
  return (
    <div className="guide-main news">
      {mayWrite && edited === null && (
        <Group>
          <Button size="xs" onClick={() => setEdited('new')}>
            {t(TEXTS.write)}
          </Button>
        </Group>
      )}
      {edited !== null && <NoticeEditor notice={edited === 'new' ? null : edited} onDone={() => setEdited(null)} />}
      {isError && <Text role="alert">{t(TEXTS.newsAway)}</Text>}
      {data?.notices.length === 0 && <Text role="status">{t(TEXTS.noNews)}</Text>}
      {data?.notices.map((notice) => (
        <OneNotice key={notice.id} notice={notice} {...(mayWrite ? { onEdit: () => setEdited(notice) } : {})} />
      ))}
    </div>
  )
}

function OneNotice({ notice, onEdit }: { notice: Notice; onEdit?: () => void }) {
  const t = useText()
  const language = useLanguage()
  const { time } = useFormats()
  const { kind, title, text, from, to, publishedAt, id, revision } = notice
  const doing = useDoing(KEY)
  const withdraw = (): Promise<boolean> =>
    doing.run(() => answered(api.DELETE('/v1/notices/{id}', { params: { path: { id }, query: { revision } } })))
  return (
    <article className="box notice">
      <Title order={2} size="h5">
        <span className={`severity ${kind === 'outage' ? 'warning' : 'info'}`}>
          {t(kind === 'outage' ? TEXTS.outage : TEXTS.newsKind)}
        </span>{' '}
        {title[language]}
      </Title>
      {from !== null && to !== null && (
        <Text fw={600}>{t(TEXTS.fromTo, { from: time(Date.parse(from)), to: time(Date.parse(to)) })}</Text>
      )}
      <Text style={{ whiteSpace: 'pre-line' }}>{text[language]}</Text>
      <Group justify="space-between">
        <Text className="quiet">{t(TEXTS.published, { time: time(Date.parse(publishedAt)) })}</Text>
        {onEdit && (
          <Group gap="xs">
            <Button size="compact-xs" variant="default" onClick={onEdit}>
              {t(TEXTS.edit)}
            </Button>
            <Button size="compact-xs" variant="default" onClick={() => void withdraw()}>
              {t(TEXTS.withdraw)}
            </Button>
          </Group>
        )}
      </Group>
      <Refusal doing={doing} />
    </article>
  )
}

/** `2026-12-05T22:00` in Việt Nam, as the browser's own field has it. */
const toField = (moment: string | null): string => (moment === null ? '' : moment.slice(0, 16))

type Words = { titleVi: string; titleEn: string; textVi: string; textEn: string; from: string; to: string }

const wordsOf = (notice: Notice | null): Words => ({
  titleVi: notice?.title.vi ?? '',
  titleEn: notice?.title.en ?? '',
  textVi: notice?.text.vi ?? '',
  textEn: notice?.text.en ?? '',
  from: toField(notice?.from ?? null),
  to: toField(notice?.to ?? null),
})

function save(notice: Notice | null, kind: Notice['kind'], words: Words): Promise<Notice> {
  const { titleVi, titleEn, textVi, textEn, from, to } = words
  const times = kind === 'news' ? { from: null, to: null } : { from: momentOf(from), to: momentOf(to) }
  const body = { kind, title: { vi: titleVi, en: titleEn }, text: { vi: textVi, en: textEn }, ...times }
  if (notice === null) return answered(api.POST('/v1/notices', { body }))
  const { id, revision } = notice
  return answered(api.PUT('/v1/notices/{id}', { params: { path: { id } }, body: { ...body, revision } }))
}

function NoticeEditor({ notice, onDone }: { notice: Notice | null; onDone: () => void }) {
  const t = useText()
  const [kind, setKind] = useState<Notice['kind']>(notice?.kind ?? 'news')
  const [words, setWords] = useState<Words>(wordsOf(notice))
  const doing = useDoing(KEY)
  const send = async (): Promise<void> => {
    if (await doing.run(() => save(notice, kind, words))) onDone()
  }
  useHotkeys([['mod+S', () => void send()]], [])
  const bind = (name: keyof Words) => ({
    value: words[name],
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) =>
      setWords((before) => ({ ...before, [name]: currentTarget.value })),
  })
  return (
    <form className="box notice" aria-label={t(TEXTS.editor)} onSubmit={whenSent(send)}>
      <Stack gap="xs">
        <SegmentedControl
          size="xs"
          aria-label={t(TEXTS.kind)}
          value={kind}
          data={[
            { value: 'news', label: t(TEXTS.newsKind) },
            { value: 'outage', label: t(TEXTS.outage) },
          ]}
          onChange={setKind}
        />
        <TextInput size="xs" label={t(TEXTS.titleVi)} required {...bind('titleVi')} />
        <Textarea size="xs" label={t(TEXTS.textVi)} required autosize minRows={2} {...bind('textVi')} />
        <TextInput size="xs" label={t(TEXTS.titleEn)} required {...bind('titleEn')} />
        <Textarea size="xs" label={t(TEXTS.textEn)} required autosize minRows={2} {...bind('textEn')} />
        {kind === 'outage' && (
          <Group gap="xs">
            <TextInput size="xs" type="datetime-local" label={t(TEXTS.from)} required {...bind('from')} />
            <TextInput size="xs" type="datetime-local" label={t(TEXTS.to)} required {...bind('to')} />
          </Group>
        )}
        <Refusal doing={doing} />
        <Group gap="xs">
          <Button size="xs" type="submit">
            {t(TEXTS.save)}
          </Button>
          <Button size="xs" variant="default" onClick={onDone}>
            {t(TEXTS.cancel)}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
