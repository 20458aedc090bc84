import { fault, type FormFault } from '../../web/form.js'
import type { YearFigures } from '../enterprise.js'
import { FIGURES, type Figure, type FigureItem } from '../year-figures.js'
import { all, one, readNumber, readWan, sentFields, type Read, type Sent } from './form-values.js'

type YearGiven = Pick<YearFigures, Figure | 'evidenceIds'>

export type YearForm =
  | { readonly ok: true; readonly sent: Sent; readonly given: YearGiven }
  | { readonly ok: false; readonly sent: Sent; readonly faults: readonly FormFault[] }

const KNOWN = new Set<string>(['version', 'evidence', ...FIGURES.map(({ figure }) => figure)])
const MOST_PEOPLE = 10_000_000
const MOST_TCE = 1e9

/** Reads the figures of one year. An empty field is not known; amounts are typed in 万元. */
export function readYear(body: unknown): YearForm {
  const sent = sentFields(body, (name) => KNOWN.has(name))
  if (sent === null)
    return { ok: false, sent: new Map(), faults: [fault('', '表单中有不认识的内容，请刷新页面后重试')] }
  const faults: FormFault[] = []
  const figures = Object.fromEntries(
    FIGURES.map((item): [Figure, number | null] => {
      const read = readFigure(item, one(sent, item.figure))
      if ('fault' in read) faults.push(fault(item.figure, `${item.label}：${read.fault}`))
      return [item.figure, 'fault' in read ? null : read.value]
    }),
  ) as Record<Figure, number | null>
  if (figures.assetsFen === 0) faults.push(fault('assetsFen', '资产总计：要大于 0；不清楚请留空'))
  if (faults.length > 0) return { ok: false, sent, faults }
  return { ok: true, sent, given: { ...figures, evidenceIds: all(sent, 'evidence') } }
}

function readFigure({ unit, negative }: FigureItem, text: string): Read<number> {
  if (unit === '万元') return readWan(text, { negative })
  return unit === '人'
    ? readNumber(text, { unit, min: 0, max: MOST_PEOPLE, whole: true })
    : readNumber(text, { unit, min: 0, max: MOST_TCE })
}
