import { paths } from '../../paths.js'
import { page } from '../../web/page.js'
import type { Request, Response } from 'express'
import { bureauFrame } from '../../bureau-frame.js'
import type { Measure } from '../figures/measure.js'
import { MEASURES } from '../figures/measures.js'
import { unitOf } from '../figures/figure-text.js'

const FOLDS: Readonly<Record<Measure['aggregation'], string>> = {
  count: '逐笔计数',
  sum: '逐笔相加',
  distinct: '去重计数',
  mean: '加权平均',
  median: '中位数',
  p90: '九成分位数',
}

/** `GET /bureau/definitions`: every figure in words, with the code that computes it. */
export function showDefinitions(req: Request, res: Response): void {
  page(res, 'statistics/definitions', {
    title: '指标口径',
    indexed: false,
    ...bureauFrame(req, 'overview'),
    rows: MEASURES.map((measure: Measure) => ({
      id: measure.id,
      name: measure.name,
      unit: unitOf(measure),
      definition: measure.definition,
      fold: FOLDS[measure.aggregation],
      time: measure.time === 'at' ? '期末时点' : '期间发生',
      code: { folder: 'src/statistics/figures/', file: `measures.ts · ${measure.id}` },
      href: paths.bureauFigure({ measure: measure.id }),
    })),
  })
}
