/** Two counts over time, a column for each day, hour or moment; the second is drawn over the first. Loaded by whoever looks at one. */
import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { useFormats, useText, type Text } from './language.tsx'

const HEIGHT = 150

/** `at`: seconds since 1970. `first` contains `second`. */
export type Bar = { readonly at: number; readonly first: number; readonly second: number }

type Props = {
  readonly bars: readonly Bar[]
  readonly title: Text
  readonly first: Text
  readonly second: Text
  /** What is written under a column. */
  readonly tick: (at: number) => string
}

export function Bars({ bars: points, title, first, second, tick }: Props) {
  const t = useText()
  const { number } = useFormats()
  const box = useRef<HTMLDivElement>(null)
  const scheme = useComputedColorScheme('light')
  useEffect(() => {
    const element = box.current
    if (element === null) return
    const style = getComputedStyle(element)
    const ink = style.getPropertyValue('--quiet-text')
    const bars = uPlot.paths.bars?.({ size: [0.7, 40] })
    const series = (label: string, colour: string): uPlot.Series => ({
      label,
      fill: style.getPropertyValue(colour),
      points: { show: false },
      ...(bars ? { paths: bars } : {}),
    })
    const axis = { stroke: ink, grid: { stroke: style.getPropertyValue('--line'), width: 1 } }
    const plot = new uPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        scales: { x: { time: true }, y: { range: (_, _least, most) => [0, Math.max(1, most)] } },
        axes: [
          { ...axis, values: (_, moments) => moments.map(tick) },
          { ...axis, size: 56, values: (_, values) => values.map((value) => number(value)) },
        ],
        series: [{}, series(t(first), '--link'), series(t(second), '--error')],
        legend: { show: false },
        cursor: { show: false },
      },
      [points.map(({ at }) => at), points.map((each) => each.first), points.map((each) => each.second)],
      element,
    )
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }))
    observer.observe(element)
    return () => {
      observer.disconnect()
      plot.destroy()
    }
  }, [points, scheme, t, number, tick, first, second])
  const most = points.reduce((a, each) => Math.max(a, each.first), 0)
  const sum = (of: (bar: Bar) => number): string => number(points.reduce((a, each) => a + of(each), 0))
  const said = `${t(title)}: ${points.length}; max ${number(most)}; ${t(first)} ${sum((bar) => bar.first)}, ${t(second)} ${sum((bar) => bar.second)}`
  return <div ref={box} role="img" aria-label={said} />
}
