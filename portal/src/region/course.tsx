/** The course of a period, a column for each day. */
import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { useFormats, useText } from '../app/language.tsx'
import { TEXTS } from './texts.ts'

const HEIGHT = 150

/** Accepted and rejected dossiers of each day; `day` in seconds since 1970. */
export type Day = { readonly day: number; readonly accepted: number; readonly rejected: number }

export function Course({ days }: { days: readonly Day[] }) {
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
          {
            ...axis,
            values: (_, moments) => moments.map((moment) => new Date(moment * 1000).toISOString().slice(8, 10)),
          },
          { ...axis, size: 56, values: (_, values) => values.map((value) => number(value)) },
        ],
        // The larger one first: the smaller is drawn over it.
        series: [{}, series(t(TEXTS.received), '--link'), series(t(TEXTS.rejected), '--error')],
        legend: { show: false },
        cursor: { show: false },
      },
      [
        days.map(({ day }) => day),
        days.map(({ accepted, rejected }) => accepted + rejected),
        days.map(({ rejected }) => rejected),
      ],
      element,
    )
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }))
    observer.observe(element)
    return () => {
      observer.disconnect()
      plot.destroy()
    }
  }, [days, scheme, t, number])
  const most = days.reduce((a, b) => (b.accepted + b.rejected > a.accepted + a.rejected ? b : a), days[0] ?? NO_DAY)
  const label = `${t(TEXTS.course)}: ${days.length}; max ${number(most.accepted + most.rejected)}`
  return <div ref={box} role="img" aria-label={label} />
}

const NO_DAY: Day = { day: 0, accepted: 0, rejected: 0 }
