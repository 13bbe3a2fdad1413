/** Provinces before and since 01/07/2025, out of the code list: facilities keep the old codes. */
import { useQuery } from '@tanstack/react-query'
import { answered, api } from './api.ts'

/** The last day on which the list has all old codes. */
const LAST_OLD_DAY = '2025-06-30'
const MOST = 100

const listOf = (query: { date?: string }) =>
  answered(
    api.GET('/v1/dmdc/{catalogue}', {
      params: { path: { catalogue: 'provinces' }, query: { ...query, limit: MOST } },
    }),
  )

/** Old codes with their names. */
export const useOldProvinces = () =>
  useQuery({
    queryKey: ['old-provinces'],
    staleTime: Infinity,
    queryFn: async () => (await listOf({ date: LAST_OLD_DAY })).codes,
  })

/** Old codes, each with the code that it has belonged to since, and that one's name. */
export const useProvincesOfToday = () =>
  useQuery({
    queryKey: ['provinces-of-today'],
    staleTime: Infinity,
    queryFn: async () => {
      const [old, today] = await Promise.all([listOf({ date: LAST_OLD_DAY }), listOf({})])
      const names = new Map(today.codes.map(({ code, name }) => [code, name]))
      return new Map(
        old.codes.map(({ code, name, replacedBy }) => {
          const since = replacedBy ?? code
          return [code, { today: since, name: names.get(since) ?? name }] as const
        }),
      )
    },
  })
