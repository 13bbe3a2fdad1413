/** Runners that are measured in turn, so that the moods of a machine are those of all. */
export type Rounds = {
  readonly warmUp: number
  readonly least: number
  readonly most: number
  readonly budgetMs: number
}

export type Runner = { name: string; run: (round: number) => Promise<number> }

/** Milliseconds of each runner, one after the other in every round, until the budget is spent. */
export async function inTurn(
  runners: readonly Runner[],
  { warmUp, least, most, budgetMs }: Rounds,
): Promise<number[][]> {
  const times = runners.map((): number[] => [])
  const started = performance.now()
  for (let round = 0; round < warmUp + most; round += 1) {
    if (round >= warmUp + least && performance.now() - started > budgetMs) break
    for (const [at, { run }] of runners.entries()) {
      const milliseconds = await run(round)
      if (round >= warmUp) times[at]?.push(milliseconds)
    }
  }
  return times
}
