import { StackProblem } from './problem.ts'

/** `01,79` as codes, in that order. Throws a StackProblem where one is not two digits or is there twice. */
export const parseProvinces = (text: string): string[] => {
  const codes = text.split(',')
  const wrong = codes.find((code) => !/^\d\d$/.test(code))
  if (wrong !== undefined) throw new StackProblem(`--provinces are codes of two digits such as 01,79, not "${wrong}"`)
  const twice = codes.find((code, at) => codes.indexOf(code) !== at)
  if (twice !== undefined) throw new StackProblem(`--provinces names ${twice} twice`)
  return codes
}
