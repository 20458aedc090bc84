import type { Request, Response } from 'express'
import type { CurrentCatalogue } from '../../catalogue/index.js'
import { type LawDate, chinaDay } from '../../kernel/dates.js'
import type { Reference } from '../../reference/index.js'
import type { FormFault } from '../../web/form.js'
import { narrow } from '../figures/narrow.js'
import type { Ledger } from '../figures/ledger.js'
import { onceFor } from '../figures/once.js'
import type { Keys } from '../figures/rows.js'
import type { CurrentLedger } from '../ledger/current-ledger.js'
import type { ReportedService } from '../../public-figures/index.js'
import { readAsked, type Asked } from './asked.js'
import { namesOf, type Names } from './names.js'

/** What the pages of figures work with. */
export type FigureDeps = {
  readonly ledger: CurrentLedger
  readonly reference: Reference
  readonly catalogue: CurrentCatalogue
  readonly reported: ReportedService
  readonly history: { readonly isArriving: () => Promise<boolean> }
  readonly now: () => Date
}

/** Everything a page of figures needs: what is asked, in which words, and the rows to answer it from. */
export type Figures = FigureDeps & {
  readonly asked: Asked
  readonly faults: readonly FormFault[]
  readonly names: Names
  readonly ledger: CurrentLedger
  /** All rows, and those that the filter leaves. */
  readonly whole: Ledger
  readonly part: Ledger
  readonly today: LawDate
  /** Products of the catalogue in force. */
  readonly products: number
  readonly banks: number
}

export type FiguresHandler = (figures: Figures, req: Request, res: Response) => void | Promise<void>

/** Reads the filter of the address and the rows; an address with faults is answered with 422 and the bar as sent. */
export function withFigures(deps: FigureDeps, handle: FiguresHandler) {
  return async (req: Request, res: Response): Promise<void> => {
    const snapshot = await deps.catalogue.current()
    const names = namesOf(deps.reference, snapshot)
    const today = chinaDay(deps.now())
    const { asked, faults } = readAsked(req.query, names.choices, today)
    if (faults.length > 0) res.status(422)
    const whole = await deps.ledger.now()
    const part = narrow(whole, asked.narrowing)
    const counts = { products: snapshot.products.size, banks: snapshot.banks.size }
    await handle({ ...deps, asked, faults, names, whole, part, today, ...counts }, req, res)
  }
}

/** Whether anything among the rows is invented. */
export const hasSamples = ({ requests, loans }: Pick<Ledger, 'requests' | 'loans'>): boolean =>
  anySample(requests) || anySample(loans)

const anySample = onceFor((rows: readonly Pick<Keys, 'isSample'>[]) => rows.some(({ isSample }) => isSample))
