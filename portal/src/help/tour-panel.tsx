/** The tour that is under way, at the foot of whatever page it has come to. */
import { Button, Group, Paper, Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useText } from '../app/language.tsx'
import { TEXTS } from './texts.ts'
import { placeInTour } from './tours.ts'

export function TourPanel({ tour: asked }: { tour: string }) {
  const t = useText()
  const navigate = useNavigate()
  const place = placeInTour(asked)
  if (place === null) return null
  const { name, at, tour } = place
  const step = tour.steps[at - 1]
  const go = (to: number): void => {
    const next = tour.steps[to - 1]
    if (next) void navigate({ to: next.to, search: (before) => ({ lang: before.lang, tour: `${name}.${to}` }) })
  }
  const end = (): void => void navigate({ to: '.', search: (before) => ({ ...before, tour: undefined }) })
  return (
    <Paper component="section" className="tour no-print" withBorder shadow="md" aria-label={t(tour.title)}>
      <Text className="quiet">
        {t(tour.title)} · {t(TEXTS.step, { at, of: tour.steps.length })}
      </Text>
      <Text role="status">{step && t(step.text)}</Text>
      <Group justify="space-between" mt="xs">
        <Button size="xs" variant="subtle" onClick={end}>
          {t(TEXTS.end)}
        </Button>
        <Group gap="xs">
          {at > 1 && (
            <Button size="xs" variant="default" onClick={() => go(at - 1)}>
              {t(TEXTS.previous)}
            </Button>
          )}
          {at < tour.steps.length ? (
            <Button size="xs" onClick={() => go(at + 1)}>
              {t(TEXTS.next)}
            </Button>
          ) : (
            <Button size="xs" onClick={end}>
              {t(TEXTS.end)}
            </Button>
          )}
        </Group>
      </Group>
    </Paper>
  )
}
