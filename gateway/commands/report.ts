/** How commands speak: Vietnamese first, English beside. */
import type { Text } from '../../src/kernel/text.ts'

export type Say = (line: string) => void

export const both = ({ vi, en }: Text): string => `${vi} / ${en}`
