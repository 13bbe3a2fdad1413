import { once } from 'node:events'
import { createServer } from 'node:net'
import { StackProblem } from './problem.ts'

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined)

/** Why a port cannot be had, in words that name who wanted it and what to do. */
export const portTaken = (port: number, wantedBy: string, remedy: string): StackProblem =>
  new StackProblem(`Port ${port} is taken by another program; ${wantedBy} wants it. ${remedy}`)

/** Fails with `portTaken` when nothing can listen on that port; checked before a child starts, whose own message would be a panic. */
export const assertPortFree = async (host: string, port: number, wantedBy: string, remedy: string): Promise<void> => {
  const server = createServer()
  try {
    server.listen({ host, port, exclusive: true })
    await once(server, 'listening')
  } catch (error) {
    if (codeOf(error) === 'EADDRINUSE') throw portTaken(port, wantedBy, remedy)
    if (codeOf(error) === 'EACCES')
      throw new StackProblem(`Port ${port} may not be used without more rights; ${wantedBy} wants it. ${remedy}`)
    if (codeOf(error) === 'EADDRNOTAVAIL' || codeOf(error) === 'ENOTFOUND')
      throw new StackProblem(`This machine has no address ${host}; ${wantedBy} wants to listen there.`)
    throw error
  }
  server.close()
  await once(server, 'close')
}
