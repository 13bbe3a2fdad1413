import type { FormEvent } from 'react'

/** What was typed into a field, without outer blanks; empty where the form has none of that name. */
export const textOf = (form: FormData, name: string): string => {
  const value = form.get(name)
  return typeof value === 'string' ? value.trim() : ''
}

/** For `onSubmit`: hands on what was typed, and the form itself, which may be emptied once it was taken. */
export const whenSent =
  (take: (typed: FormData, form: HTMLFormElement) => unknown) =>
  (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    take(new FormData(event.currentTarget), event.currentTarget)
  }

/** What a field of date and time holds (`2026-12-05T22:00`, seconds optional), as a time of Việt Nam. */
export const momentOf = (local: string): string => `${local.length === 16 ? `${local}:00` : local}+07:00`
