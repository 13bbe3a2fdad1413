import { Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../app/language.tsx'
import { TEXTS } from './texts.ts'

type Props = { readonly title: string; readonly onClose: () => void; readonly children: ReactNode }

/** One dossier over the whole screen. The library's own head would be a second banner beside that of the page. */
export function DossierDialog({ title, onClose, children }: Props) {
  const t = useText()
  return (
    <Modal.Root opened onClose={onClose} fullScreen transitionProps={{ duration: 0 }}>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body pt="xs">
          <div className="dossier-head">
            <Modal.Title className="code">{title}</Modal.Title>
            <Modal.CloseButton aria-label={t(TEXTS.close)} />
          </div>
          {children}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
