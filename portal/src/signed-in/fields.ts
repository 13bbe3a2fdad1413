/** What was typed into a field, without outer blanks; empty where the form has none of that name. */
export const textOf = (form: FormData, name: string): string => {
  const value = form.get(name)
  return typeof value === 'string' ? value.trim() : ''
}
