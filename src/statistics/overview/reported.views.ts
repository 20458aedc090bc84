import type { FigureKind, ReportedFigure } from '../../public-figures/index.js'
import { latestReported } from '../../public-figures/index.js'
import { periodText } from '../../public-figures/index.js'

/** The figures from outside that stand beside the computed ones: each large one with those that explain it. */
const TILES: readonly (readonly [FigureKind, readonly FigureKind[]])[] = [
  ['green-loans-disbursed', ['lending-banks', 'financed-enterprises']],
  ['agreement-lines', ['agreement-banks']],
  ['pipeline-investment', ['pipeline-projects', 'pipeline-saving']],
  ['green-factories', ['national-green-factories']],
]

const SHORT: Readonly<Partial<Record<FigureKind, string>>> = {
  'lending-banks': '家银行',
  'financed-enterprises': '家企业',
  'agreement-banks': '家银行',
  'pipeline-projects': '个项目',
}

/** What is reported and nobody here computed; where no source states a figure, its tile is missing. */
export function publicFigureTiles(figures: readonly ReportedFigure[]) {
  return TILES.flatMap(([kind, beside]) => {
    const figure = latestReported(figures, kind)
    if (figure === null) return []
    const { number, unit } = figure.value.parts()
    return [
      {
        name: `${figure.period === null ? '' : `${periodText(figure.period)} `}${LABELS[kind] ?? ''}`,
        before: figure.value.before,
        number,
        unit,
        beside: beside.flatMap((one) => besideText(one, latestReported(figures, one))).join('，'),
        source: figure.sourceTitle,
      },
    ]
  })
}

const LABELS: Readonly<Partial<Record<FigureKind, string>>> = {
  'green-loans-disbursed': '绿色贷款',
  'agreement-lines': '战略合作授信',
  'pipeline-investment': '三张清单',
  'green-factories': '绿色工厂',
}

function besideText(kind: FigureKind, figure: ReportedFigure | null): readonly string[] {
  if (figure === null) return []
  const { number, unit } = figure.value.parts()
  const word = SHORT[kind]
  if (word !== undefined) return [`${number} ${word}`]
  return [`${kind === 'pipeline-saving' ? '年节能 ' : '国家级 '}${number} ${unit}`]
}
