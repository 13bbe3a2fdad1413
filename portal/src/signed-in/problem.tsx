import { Alert, Button, Group, Text } from '@mantine/core'
import { useLanguage, useText } from '../app/language.tsx'
import type { Problem } from '../app/session.ts'
import { isOver, Refused } from './api.ts'
import { TEXTS } from './texts.ts'

/** Why something was refused, in the service's own words, and what to do. */
export function ProblemNote({ problem, onRetry }: { problem: Problem | null; onRetry?: () => void }) {
  const t = useText()
  const language = useLanguage()
  // The frame of the page asks for a new session already.
  if (isOver(problem)) return null
  return (
    <Alert color="red" variant="outline" role="alert" title={problem ? problem.message[language] : t(TEXTS.noLine)}>
      <Group justify="space-between">
        <Text size="sm">
          {problem?.remedy[language]}{' '}
          {problem?.code === 'internal-fault' && `${t(TEXTS.requestId)}: ${problem.requestId}`}
        </Text>
        {onRetry && (
          <Button variant="default" size="xs" onClick={onRetry}>
            {t(TEXTS.retry)}
          </Button>
        )}
      </Group>
    </Alert>
  )
}

export const problemOf = (error: unknown): Problem | null => (error instanceof Refused ? error.problem : null)
