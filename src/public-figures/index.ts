/** Public figures: what governments, banks and reports outside the platform state, each with its source. */
export { figureKind, type FigureKind, type PublicFigure } from './rules/public-figure.js'
export { latestFigure } from './rules/public-figure.js'
export { periodText } from './rules/figure-period.js'
export { publicFiguresService, type PublicFiguresService } from './public-figures.service.js'
export { publicFigureRoutes } from './public-figures.routes.js'
