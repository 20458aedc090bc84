import type { Request, Response } from 'express'
import type { CurrentCatalogue } from '../../catalogue/index.js'
import { type LawDate, chinaDay } from '../../kernel/dates.js'
import type { Reference } from '../../reference/index.js'
import type { FormFault } from '../../web/form.js'
import { filterDataset } from '../figures/filter.js'
import type { Dataset } from '../rows/dataset.js'
import { memoize } from '../figures/memoize.js'
import type { RowAttributes } from '../rows/row-types.js'
import type { LiveDataset } from '../rows/live-dataset.js'
import type { ReportedService } from '../../public-figures/index.js'
import { readFigureFilter, type FigureFilter } from './figure-filter.js'
import { dimensionNames, type DimensionNames } from './dimension-names.js'

/** What the pages of figures work with. */
export type FigureDeps = {
  readonly liveDataset: LiveDataset
  readonly reference: Reference
  readonly catalogue: CurrentCatalogue
  readonly reported: ReportedService
  readonly history: { readonly isArriving: () => Promise<boolean> }
  readonly now: () => Date
}

/** Everything a page of figures needs: what is asked, in which words, and the rows to answer it from. */
export type FiguresContext = FigureDeps & {
  readonly filter: FigureFilter
  readonly faults: readonly FormFault[]
  readonly names: DimensionNames
  /** All rows, and those that the filter leaves. */
  readonly dataset: Dataset
  readonly filtered: Dataset
  readonly today: LawDate
  /** Products of the catalogue in force. */
  readonly products: number
  readonly banks: number
}

export type FiguresHandler = (figures: FiguresContext, req: Request, res: Response) => void | Promise<void>

/** Reads the filter of the address and the rows; an address with faults is answered with 422 and the bar as sent. */
export function withFigures(deps: FigureDeps, handle: FiguresHandler) {
  return async (req: Request, res: Response): Promise<void> => {
    const snapshot = await deps.catalogue.current()
    const names = dimensionNames(deps.reference, snapshot)
    const today = chinaDay(deps.now())
    const { filter, faults } = readFigureFilter(req.query, names.choices, today)
    if (faults.length > 0) res.status(422)
    const dataset = await deps.liveDataset.current()
    const filtered = filterDataset(dataset, filter.rowFilter)
    const counts = { products: snapshot.products.size, banks: snapshot.banks.size }
    await handle({ ...deps, filter, faults, names, dataset, filtered, today, ...counts }, req, res)
  }
}

/** Whether anything among the rows is invented. */
export const hasSamples = ({ requests, loans }: Pick<Dataset, 'requests' | 'loans'>): boolean =>
  anySample(requests) || anySample(loans)

const anySample = memoize((rows: readonly Pick<RowAttributes, 'isSample'>[]) => rows.some(({ isSample }) => isSample))
