/** Sentences that every form of a document has. */
import type { Letterhead, Section, SignedDocument } from './document.ts'

/** In the place of the rows of a table without any. */
export const NO_ROWS = 'Không có số liệu trong kỳ.'

/** Sections with their numbers, and the questions that are answered by hand with those that follow. */
export const numberedSections = ({ sections }: SignedDocument): readonly (Section & { readonly heading: string })[] =>
  sections.map((section, at) => ({ ...section, heading: `${at + 1}. ${section.title}` }))
export const numberedRemarks = ({
  sections,
  remarks,
}: SignedDocument): readonly { readonly title: string; readonly heading: string }[] =>
  remarks.map((title, at) => ({ title, heading: `${sections.length + at + 1}. ${title}` }))

/** To whom it goes, a line each: a semicolon ends all that have no end of their own. */
export const recipientLines = ({ recipients }: Letterhead): readonly string[] =>
  recipients.map((each) => `- ${/[.;]$/.test(each) ? each : `${each};`}`)

/** `PHỤ LỤC`, with its number where there are several. */
export const annexHeading = ({ annexes }: SignedDocument, at: number): string =>
  `PHỤ LỤC${annexes.length > 1 ? ` ${at + 1}` : ''}`

export const annexReference = ({ number, agency }: Letterhead): string =>
  `(Kèm theo Báo cáo số ${number} của ${agency})`

/** The widths of columns as shares of their table's. */
export function sharesOf(columns: readonly { readonly width: number }[]): readonly number[] {
  const whole = columns.reduce((sum, { width }) => sum + width, 0)
  return columns.map(({ width }) => width / whole)
}
