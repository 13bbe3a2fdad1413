import { Group, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../app/language.tsx'
import { TEXTS } from './texts.ts'

type Props = {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly title: string
  readonly isWide?: boolean
  readonly children: ReactNode
}

/** A dialog with its title; the library's own header would be a second banner of the page. */
export function Dialog({ isOpen, onClose, title, isWide = false, children }: Props) {
  const t = useText()
  return (
    <Modal.Root opened={isOpen} onClose={onClose} size={isWide ? 'xl' : 'md'}>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body>
          <Group justify="space-between" wrap="nowrap" py="sm">
            <Modal.Title fw={600}>{title}</Modal.Title>
            <Modal.CloseButton aria-label={t(TEXTS.close)} />
          </Group>
          {children}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
