import type { ReactNode, Ref } from 'react'

type Props = {
  /** What a screen reader calls it. */
  readonly label: string
  readonly className?: string
  readonly ref?: Ref<HTMLDivElement>
  readonly children: ReactNode
}

/** A region that scrolls, which the keyboard reaches too. */
export const ScrollRegion = ({ label, className = 'box scroll', ref, children }: Props) => (
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
  <div ref={ref} className={className} tabIndex={0} role="region" aria-label={label}>
    {children}
  </div>
)
