import { departments, isDepartmentId } from '../../../db/reference/departments.ts'
import type { Caller } from '../../edge/identity/caller.ts'
import type { Letterhead } from './document.ts'

/** What the office writes in its own words; what is left out follows from who asks. */
export type LetterheadWords = { readonly [K in keyof Omit<Letterhead, 'year' | 'day'>]?: Letterhead[K] | undefined } & {
  readonly day?: string | undefined
}

/**
 * The head of a document of the office that asks for it. `region` is the name of its province, where it has one (`Thành phố Hà Nội`);
 * `today` as ISO day.
 */
export function letterheadOf(caller: Caller, region: string, words: LetterheadWords, today: string): Letterhead {
  const own = caller.role === 'province' ? ofProvince(region) : ofMinistry(caller)
  return {
    superior: words.superior ?? own.superior,
    agency: words.agency ?? own.agency,
    number: words.number ?? own.number,
    place: words.place ?? own.place,
    day: words.day ?? null,
    year: (words.day ?? today).slice(0, 4),
    recipients: words.recipients ?? own.recipients,
    position: words.position ?? own.position,
    signer: words.signer ?? null,
  }
}

type Own = Omit<Letterhead, 'day' | 'year' | 'signer'>

const ARCHIVE = 'Lưu: VT.'

const ofProvince = (region: string): Own => ({
  superior: `Ủy ban nhân dân ${region}`,
  agency: 'Sở Y tế',
  number: '…/BC-SYT',
  place: withoutKind(region),
  recipients: ['Bộ Y tế', `Ủy ban nhân dân ${region}`, ARCHIVE],
  position: 'Giám đốc',
})

function ofMinistry(caller: Caller): Own {
  const department = caller.role === 'ministry' ? (caller.department ?? '') : ''
  const own = { place: 'Hà Nội', recipients: ['Lãnh đạo Bộ', ARCHIVE] }
  if (department === 'bhxh')
    return {
      ...own,
      superior: null,
      agency: departments.bhxh.vi,
      number: '…/BC-BHXH',
      recipients: [ARCHIVE],
      position: 'Giám đốc',
    }
  if (isDepartmentId(department))
    return {
      ...own,
      superior: 'Bộ Y tế',
      agency: departments[department].vi,
      number: '…/BC-BYT',
      position: 'Thủ trưởng',
    }
  return {
    ...own,
    superior: null,
    agency: 'Bộ Y tế',
    number: '…/BC-BYT',
    recipients: [ARCHIVE],
    position: 'TL. Bộ trưởng',
  }
}

/** `Thành phố Hà Nội` → `Hà Nội`. */
const withoutKind = (region: string): string => region.replace(/^(Thành phố|Tỉnh) /, '').replace(/ \(cũ\)$/, '')
