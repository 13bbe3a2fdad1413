import { Button, Title } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useText } from '../app/language.tsx'
import { TEXTS } from './texts.ts'
import { TOUR_NAMES, TOURS } from './tours.ts'

/** A tour for each role. */
export function Tours() {
  const t = useText()
  const navigate = useNavigate()
  return (
    <section className="box contact" aria-labelledby="tours">
      <Title order={2} size="h5" id="tours">
        {t(TEXTS.tours)}
      </Title>
      {TOUR_NAMES.map((name) => (
        <div key={name} className="tour-line">
          <span>{t(TOURS[name].title)}</span>
          <Button
            size="compact-xs"
            variant="default"
            aria-label={`${t(TEXTS.tourStart)}: ${t(TOURS[name].title)}`}
            onClick={() =>
              void navigate({
                to: TOURS[name].steps[0].to,
                search: (before) => ({ lang: before.lang, tour: `${name}.1` }),
              })
            }
          >
            {t(TEXTS.tourStart)}
          </Button>
        </div>
      ))}
    </section>
  )
}
