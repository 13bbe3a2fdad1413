/** What a FHIR operation is asked with: a query string, or a Parameters resource. FHIR R4, sections Operations and Parameters. */
import { vietnamIsoDay } from '../../../kernel/vietnam-time.ts'
import { Refusal } from '../../refusals.ts'

export type Coding = {
  readonly system?: string | undefined
  readonly version?: string | undefined
  readonly code?: string | undefined
  readonly display?: string | undefined
}

/** A parameter of any type; a text of a query string stands for every primitive type. */
export type Given = { readonly name: string; readonly value: unknown }

export type Input = readonly Given[]

/** A FHIR resource on its way out. */
export type Resource = { readonly resourceType: string } & Readonly<Record<string, unknown>>

/** Throws Refusal('parameter-invalid') unless it is a Parameters resource. */
export function readParameters(body: unknown): Input {
  if (!isObject(body) || body['resourceType'] !== 'Parameters') throw wrong('body', 'Parameters')
  const listed = body['parameter'] ?? []
  if (!Array.isArray(listed)) throw wrong('parameter', 'Parameters.parameter')
  return listed.map((one: unknown) => {
    if (!isObject(one) || typeof one['name'] !== 'string') throw wrong('parameter', 'Parameters.parameter.name')
    const key = Object.keys(one).find((member) => member.startsWith('value')) ?? 'resource'
    return { name: one['name'], value: one[key] }
  })
}

/** The texts of a parameter that may be repeated. */
export function textsOf(input: Input, name: string): string[] {
  return input.flatMap((given) => {
    if (given.name !== name) return []
    const { value } = given
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
      throw wrong(name, 'a primitive value')
    return [String(value)]
  })
}

/** The text of a parameter; an empty one is none. Throws Refusal('parameter-invalid') when it is given twice. */
export function textOf(input: Input, name: string): string | undefined {
  const texts = textsOf(input, name).filter((text) => text !== '')
  if (texts.length > 1) throw wrong(name, 'one value')
  return texts[0]
}

export function needed(input: Input, name: string): string {
  const text = textOf(input, name)
  if (text === undefined) throw wrong(name, 'a value')
  return text
}

/** A whole number from 0; larger than `most`: `most`. */
export function numberOf(input: Input, name: string, otherwise: number, most: number): number {
  const text = textOf(input, name)
  if (text === undefined) return otherwise
  if (!/^\d{1,9}$/.test(text)) throw wrong(name, '0, 1, 2, …')
  return Math.min(Number(text), most)
}

/** A Coding that was sent as such; undefined where none was. */
export function codingOf(input: Input, name: string): Coding | undefined {
  const given = input.find((one) => one.name === name)
  return given === undefined ? undefined : asCoding(given.value, name)
}

/** The codings of a CodeableConcept; undefined where none was sent. */
export function conceptOf(input: Input, name: string): Coding[] | undefined {
  const given = input.find((one) => one.name === name)
  if (given === undefined) return undefined
  const codings = isObject(given.value) ? given.value['coding'] : undefined
  if (!Array.isArray(codings)) throw wrong(name, 'CodeableConcept.coding')
  return codings.map((one: unknown) => asCoding(one, name))
}

function asCoding(value: unknown, name: string): Coding {
  // A query string cannot carry one; some clients write `system|code`.
  if (typeof value === 'string') {
    const bar = value.lastIndexOf('|')
    if (bar < 0) throw wrong(name, 'system|code')
    return { system: value.slice(0, bar), code: value.slice(bar + 1) }
  }
  if (!isObject(value)) throw wrong(name, 'Coding')
  const member = (key: string): string | undefined => {
    const text = value[key]
    if (text !== undefined && typeof text !== 'string') throw wrong(name, `Coding.${key}`)
    return text
  }
  return { system: member('system'), version: member('version'), code: member('code'), display: member('display') }
}

/** The day (Việt Nam) that `date` names; none: today. A dateTime counts as the day it is in Việt Nam. */
export function dayOf(input: Input, now: number): string {
  const text = textOf(input, 'date')
  if (text === undefined) return vietnamIsoDay(now)
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text)
  const isMoment = /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(text)
  const moment = isDay || isMoment ? Date.parse(isDay ? `${text}T00:00:00+07:00` : text) : Number.NaN
  // 31 February rolls over.
  if (Number.isNaN(moment) || (isDay && vietnamIsoDay(moment) !== text)) throw wrong('date', 'yyyy-mm-dd')
  return vietnamIsoDay(moment)
}

export const wrong = (parameter: string, expected: string): Refusal =>
  new Refusal('parameter-invalid', { parameter, expected })

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
