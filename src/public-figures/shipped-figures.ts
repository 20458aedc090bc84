import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { projectRoot } from '../root.js'
import { figureKind, figureKinds, type FigureKind, type NewPublicFigure } from './rules/public-figure.js'
import { periodKey, periodOfKey } from './rules/figure-period.js'
import { FigureValue } from './rules/figure-value.js'

const file = path.join(projectRoot, 'src/public-figures/data/founding-figures.json')

const KINDS = figureKinds.map(({ id }) => id) as [FigureKind, ...FigureKind[]]
const schema = z.strictObject({
  source: z.string().min(1),
  source_date: z.iso.date().nullable(),
  source_url: z.url().nullable(),
  as_of: z.iso.date(),
  notes: z.string(),
  items: z.array(
    z.strictObject({
      kind: z.enum(KINDS),
      period: z.string().nullable(),
      amount: z.number().positive(),
      bound: z.enum(['exact', 'above']),
    }),
  ),
})

/** The figures that the portal is shipped with, as the report of 2025 states them. @throws Error when the file is not sound. */
export async function shippedFigures(): Promise<readonly NewPublicFigure[]> {
  const table = schema.parse(JSON.parse(await readFile(file, 'utf8')))
  return table.items.map(({ kind, period, amount, bound }) => ({
    kind,
    period: period === null ? null : periodOfKey(period),
    value: new FigureValue({ amount, unit: figureKind(kind).unit, bound }),
    sourceTitle: table.source,
    sourceDate: table.source_date,
    sourceUrl: table.source_url,
  }))
}

/** The id of a shipped figure: the same at every start, so that one which was withdrawn does not come back. */
export const shippedFigureId = ({ kind, period }: Pick<NewPublicFigure, 'kind' | 'period'>): string =>
  createHash('sha256')
    .update(`founding|${kind}|${periodKey(period)}`)
    .digest('base64url')
    .slice(0, 24)
