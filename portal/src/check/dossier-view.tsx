/** One dossier as tables, as its file has it, each finding at its cell. */
import { Loader, Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useText } from '../app/language.tsx'
import type { ShownTable } from '../engine/messages.ts'
import { DossierDialog } from '../findings/dossier-dialog.tsx'
import { DossierTables } from '../findings/dossier-tables.tsx'
import { byImportance } from '../findings/findings.ts'
import type { Checked, CheckSession } from '../engine/session.ts'
import { TEXTS } from '../findings/texts.ts'

type Props = { readonly session: CheckSession; readonly checked: Checked; readonly place: string }

export function DossierView({ session, checked, place }: Props) {
  const t = useText()
  const navigate = useNavigate({ from: '/check' })
  const [file = 0, index = 0] = place.split('.').map(Number)
  const dossier = checked.dossiers.find((each) => each.file === file && each.index === index)
  const name = dossier?.MA_LK ?? t(TEXTS.numberOnly, { number: index })
  const close = (): void => {
    void navigate({ search: ({ dossier: _, ...rest }) => rest })
  }
  return (
    <DossierDialog title={name} onClose={close}>
      {dossier ? (
        <Content key={place} session={session} checked={checked} file={file} index={index} />
      ) : (
        <Text>{t(TEXTS.dossierGone)}</Text>
      )}
    </DossierDialog>
  )
}

type ContentProps = Omit<Props, 'place'> & { readonly file: number; readonly index: number }

function Content({ session, checked, file, index }: ContentProps) {
  const t = useText()
  const [tables, setTables] = useState<readonly ShownTable[] | null | 'reading'>('reading')
  useEffect(() => {
    let isHere = true
    const read = async (): Promise<void> => {
      const found = await session.tablesOf(file, index)
      if (isHere) setTables(found)
    }
    void read()
    return () => {
      isHere = false
    }
  }, [session, file, index])
  if (tables === 'reading') {
    return (
      <div role="status">
        <Loader size="sm" aria-hidden /> {t(TEXTS.loadingDossier)}
      </div>
    )
  }
  if (tables === null) return <Text role="alert">{t(TEXTS.dossierBroken)}</Text>
  const findings = checked.findings
    .filter((finding) => finding.file === file && finding.dossier?.index === index)
    .sort(byImportance)
  return <DossierTables tables={tables} findings={findings} />
}
