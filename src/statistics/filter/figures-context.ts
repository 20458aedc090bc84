import type { CurrentCatalogue } from '../../catalogue/index.js'
import { type LawDate, chinaDay } from '../../kernel/dates.js'
import type { Reference } from '../../reference/index.js'
import type { FieldFault } from '../../kernel/field-fault.js'
import { filterDataset } from '../figures/filter.js'
import type { Dataset } from '../rows/dataset.js'
import type { LiveDataset } from '../rows/live-dataset.js'
import type { PublicFiguresService } from '../../public-figures/index.js'
import { readFigureFilter, type FigureFilter } from './figure-filter.js'
import { dimensionNames, type DimensionNames } from './dimension-names.js'

/** The services that pages of figures need. */
export type FigureDeps = {
  readonly liveDataset: LiveDataset
  readonly reference: Reference
  readonly catalogue: CurrentCatalogue
  readonly publicFigures: PublicFiguresService
  readonly history: { readonly isArriving: () => Promise<boolean> }
  readonly now: () => Date
}

/** The context of one page of figures: its filter, the names of dimensions, and the rows. */
export type FiguresContext = FigureDeps & {
  readonly filter: FigureFilter
  readonly faults: readonly FieldFault[]
  readonly names: DimensionNames
  /** All rows. */
  readonly dataset: Dataset
  /** The rows that the filter leaves. */
  readonly filtered: Dataset
  readonly today: LawDate
  /** Products of the catalogue in force. */
  readonly products: number
  readonly banks: number
}

/**
 * Reads the filter of an address and the rows that it leaves.
 * @param query of the address; what is wrong with it is in `faults`, and the filter then takes the usual value
 */
export async function figuresContext(
  deps: FigureDeps,
  query: Readonly<Record<string, unknown>>,
): Promise<FiguresContext> {
  const snapshot = await deps.catalogue.current()
  const names = dimensionNames(deps.reference, snapshot)
  const today = chinaDay(deps.now())
  const { filter, faults } = readFigureFilter(query, names.choices, today)
  const dataset = await deps.liveDataset.current()
  const filtered = filterDataset(dataset, filter.rowFilter)
  const counts = { products: snapshot.products.size, banks: snapshot.banks.size }
  return { ...deps, filter, faults, names, dataset, filtered, today, ...counts }
}
