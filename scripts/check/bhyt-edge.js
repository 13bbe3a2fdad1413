#!/usr/bin/env node
// Node reads TypeScript by itself only from later versions on; tsx does so for this program.
import { register } from 'tsx/esm/api'

register()
await import('./main.ts')
