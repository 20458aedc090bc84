import type { Request, Response } from 'express'
import { figuresContext, type FigureDeps, type FiguresContext } from './figures-context.js'

export type FiguresHandler = (figures: FiguresContext, req: Request, res: Response) => void | Promise<void>

/** Builds the context of a page of figures. A filter with faults is answered with 422; the page shows it as it was sent. */
export function withFigures(deps: FigureDeps, handle: FiguresHandler) {
  return async (req: Request, res: Response): Promise<void> => {
    const figures = await figuresContext(deps, req.query)
    if (figures.faults.length > 0) res.status(422)
    await handle(figures, req, res)
  }
}
