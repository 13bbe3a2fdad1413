import { Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useLanguage, useText } from '../app/language.tsx'
import { answered, api } from '../signed-in/api.ts'
import { TEXTS } from './texts.ts'

export const KEY = 'notices'

/** News and whom to ask; everybody may read them. */
export const useNotices = () =>
  useQuery({
    queryKey: [KEY],
    // Asked of the service, not of what the browser kept: who has just taken one back sees it gone.
    queryFn: () => answered(api.GET('/v1/notices', { cache: 'no-cache' })),
    staleTime: 60_000,
  })

/** Whom a facility asks, as the operator configured it. */
export function Contact() {
  const t = useText()
  const language = useLanguage()
  const { data } = useNotices()
  if (!data) return null
  const { hotline, hours, email, group } = data.contact
  return (
    <section className="box contact" aria-labelledby="contact">
      <Title order={2} size="h5" id="contact">
        {t(TEXTS.contact)}
      </Title>
      {hotline === null && email === null && group === null && <Text className="quiet">{t(TEXTS.noContact)}</Text>}
      {hotline !== null && (
        <div>
          {t(TEXTS.hotline)}:{' '}
          <a className="link" href={`tel:${hotline.replaceAll(/[^\d+]/g, '')}`}>
            {hotline}
          </a>
          {hours !== null && <div className="quiet">{hours[language]}</div>}
        </div>
      )}
      {email !== null && (
        <div>
          {t(TEXTS.email)}:{' '}
          <a className="link" href={`mailto:${email}`}>
            {email}
          </a>
        </div>
      )}
      {group !== null && (
        <div>
          <a className="link" href={group} rel="noreferrer" target="_blank">
            {t(TEXTS.group)}
          </a>
        </div>
      )}
    </section>
  )
}
