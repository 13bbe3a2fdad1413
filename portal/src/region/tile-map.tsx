/** A map of tiles: how a measure is spread over the provinces. Each tile says its value, so that colour is never alone. */
import { Link } from '@tanstack/react-router'
import { useRef, type KeyboardEvent } from 'react'
import { TILES, tileBeside, type Tile } from './tiles.ts'

/** What is shown of one province of today. */
export type TileValue = {
  /** Its name in full. */
  readonly name: string
  /** The old codes that it is made of, joined by commas; null: nothing is known of it. */
  readonly provinces: string | null
  readonly shown: string
  /** From 0 (good, or little) to 4; null: there is no value. */
  readonly step: number | null
}

type Props = { readonly label: string; readonly values: ReadonlyMap<string, TileValue> }

export function TileMap({ label, values }: Props) {
  const box = useRef<HTMLElement>(null)
  const move = (event: KeyboardEvent, from: Tile): void => {
    const to = tileBeside(from, event.key)
    if (to === null) return
    event.preventDefault()
    box.current?.querySelector<HTMLElement>(`[data-code="${to.code}"] a`)?.focus()
  }
  return (
    <nav ref={box} className="tile-map" aria-label={label}>
      {TILES.map((tile) => {
        const { code, short, column, row } = tile
        const value = values.get(code)
        return (
          <div
            key={code}
            data-code={code}
            data-step={value?.step ?? 'none'}
            style={{ gridColumn: column, gridRow: row }}
          >
            <Link
              to="/region/$province"
              params={{ province: value?.provinces ?? code }}
              aria-label={`${short} ${value?.shown ?? '–'}: ${value?.name ?? short}`}
              title={value?.name ?? short}
              onKeyDown={(event: KeyboardEvent) => move(event, tile)}
            >
              <span>{short}</span> <b>{value?.shown ?? '–'}</b>
            </Link>
          </div>
        )
      })}
    </nav>
  )
}
