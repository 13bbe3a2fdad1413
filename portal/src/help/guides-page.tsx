/** The guides of docs/, searched in the reader's browser. */
import { TextInput, Title } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useDeferredValue, useEffect, useMemo, useRef, type MouseEvent } from 'react'
import { GUIDES } from 'virtual:guides'
import { IconSearch } from '../app/icons.tsx'
import { useFormats, useText } from '../app/language.tsx'
import { excerpt, searchIn } from './search.ts'
import { TEXTS } from './texts.ts'

const search = searchIn(GUIDES)

export function GuidesPage() {
  const t = useText()
  const navigate = useNavigate()
  const { q = '' } = useSearch({ from: '/help' })
  const { slug } = useParams({ strict: false })
  const input = useRef<HTMLInputElement>(null)
  useHotkeys([['mod+F', () => input.current?.select()]], [])
  const words = useDeferredValue(q)
  return (
    <>
      <nav className="guide-list" aria-label={t(TEXTS.guides)}>
        {GUIDES.map((guide) => (
          <Link key={guide.slug} to="/help/$slug" params={{ slug: guide.slug }} className="guide-link">
            {guide.title}
          </Link>
        ))}
      </nav>
      <div className="guide-main">
        <TextInput
          ref={input}
          type="search"
          aria-label={t(TEXTS.search)}
          placeholder={t(TEXTS.search)}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={q}
          onChange={({ currentTarget }) =>
            void navigate({
              to: '/help',
              search: (before) => ({ ...before, q: currentTarget.value || undefined }),
              replace: true,
            })
          }
        />
        {words.trim() !== '' ? (
          <Hits words={words} />
        ) : slug === undefined ? (
          <p className="quiet">{t(TEXTS.choose)}</p>
        ) : (
          <GuideText key={slug} slug={slug} />
        )}
      </div>
    </>
  )
}

function Hits({ words }: { words: string }) {
  const t = useText()
  const { number } = useFormats()
  const hits = useMemo(() => search(words), [words])
  return (
    <>
      <p className="quiet" role="status">
        {hits.length === 0 ? t(TEXTS.noHit) : t(TEXTS.hits, { number: number(hits.length) })}
      </p>
      <ul className="hits">
        {hits.map(({ slug, guide, id, title, text }) => (
          <li key={`${slug}#${id}`}>
            <Link className="link" to="/help/$slug" params={{ slug }} hash={id} search={({ lang }) => ({ lang })}>
              {title}
            </Link>{' '}
            <span className="quiet">{guide}</span>
            <div className="quiet">{excerpt(text, words)}</div>
          </li>
        ))}
      </ul>
    </>
  )
}

function GuideText({ slug }: { slug: string }) {
  const t = useText()
  const navigate = useNavigate()
  const guide = GUIDES.find((each) => each.slug === slug)
  useEffect(() => {
    const anchor = decodeURIComponent(location.hash.slice(1))
    if (anchor !== '') document.getElementById(anchor)?.scrollIntoView()
  }, [slug])
  if (!guide) return <p role="alert">{t(TEXTS.missing)}</p>
  /** Links between guides stay within the page. */
  const follow = (event: MouseEvent<HTMLElement>): void => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    const [path = '', hash] = (link?.getAttribute('href') ?? '').split('#')
    const target = /^\/help\/([\w-]+)$/.exec(path)?.[1]
    if (target === undefined || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    void navigate({ to: '/help/$slug', params: { slug: target }, ...(hash === undefined ? {} : { hash }) })
  }
  return (
    // Keys reach the links themselves.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <article className="guide" onClick={follow}>
      <Title order={2}>{guide.title}</Title>
      {guide.sections.map(({ id, title, html }) => (
        <section key={id}>
          {title !== '' && (
            <Title order={3} id={id}>
              {title}
            </Title>
          )}
          {/* Made of our own documents by the build (portal/guides.ts). */}
          {/* oxlint-disable-next-line react/no-danger */}
          <div dangerouslySetInnerHTML={{ __html: html }} />
        </section>
      ))}
    </article>
  )
}
