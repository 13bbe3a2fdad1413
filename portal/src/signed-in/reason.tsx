/** Why a reader looks at dossiers of others: kept while the page is open, and never in an address. */
import { Button, Group, Text, TextInput } from '@mantine/core'
import { useSyncExternalStore } from 'react'
import { useText, type Text as TextPair } from '../app/language.tsx'
import { Store } from '../app/store.ts'
import { textOf, whenSent } from './fields.ts'
import { whenAccountChanges } from './queries.ts'
import { TEXTS } from './texts.ts'

const LEAST_REASON = 10

const reasonStore = new Store<string | null>(null)

export const useReason = (): string | null => useSyncExternalStore(reasonStore.subscribe, reasonStore.current)

whenAccountChanges(() => reasonStore.set(null))

/** In place of what is shown once a reason was stated. `title`: why it is asked for. */
export function AskReason({ title, suggestion = '' }: { readonly title: TextPair; readonly suggestion?: string }) {
  const t = useText()
  return (
    <section className="box asks">
      <Text fw={600}>{t(title)}</Text>
      <form onSubmit={whenSent((typed) => reasonStore.set(textOf(typed, 'reason')))}>
        <Group align="flex-end" gap="sm">
          <TextInput
            name="reason"
            label={t(TEXTS.reason)}
            defaultValue={suggestion}
            minLength={LEAST_REASON}
            maxLength={500}
            required
            w={360}
          />
          <Button type="submit">{t(TEXTS.show)}</Button>
        </Group>
      </form>
    </section>
  )
}
