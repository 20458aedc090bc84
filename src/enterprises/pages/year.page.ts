import { chinaDay, formatDate } from '../../kernel/dates.js'
import { wanFromFen } from '../../kernel/money.js'
import { formatSharePct } from '../../kernel/percent.js'
import { paths } from '../../paths.js'
import { NotFound } from '../../web/errors.js'
import { fault, type FormFault } from '../../web/form.js'
import { type Figure, type FigureItem, FIGURES, figuresOf, fillableYears, ratioPct } from '../rules/year-figures.js'
import { figureText, yearConflict } from './conflict.views.js'
import { type EnterpriseHandler, type EnterprisePageContext, renderEnterprisePage } from './enterprise-page.js'
import {
  fieldText,
  fieldTexts,
  type FieldValue,
  formVersion,
  readNumberField,
  readWanField,
  type SubmittedFields,
  submittedFields,
} from './submitted-fields.js'
import { SOURCE_LABELS } from './profile.views.js'
import type { YearFigures } from '../rules/enterprise.js'

/** `GET /enterprise/figures`: the years side by side, the last full one first. */
export const showFigures: EnterpriseHandler = (desk, _req, res) => {
  const years = yearsShown(desk)
  const columns = years.map((year) => ({ year, figures: figuresOf(desk.enterprise.years, year) }))
  renderEnterprisePage(
    res,
    'figures',
    desk,
    { title: '年度数据', tab: 'figures' },
    {
      columns: columns.map(({ year, figures }, place) => ({
        year: String(year),
        href: paths.enterpriseYear({ year: String(year) }),
        isLast: place === 0,
        source: figures ? `${SOURCE_LABELS[figures.source]}，${formatDate(chinaDay(figures.at))} 填写` : '未填写',
        filled: figures !== null,
      })),
      rows: [
        ...FIGURES.map((item) => ({
          label: item.label,
          cells: columns.map(({ figures }) => figureText(item, figures?.[item.figure] ?? null)),
        })),
        {
          label: '资产负债率（推算）',
          cells: columns.map(({ figures }) => ratioText(figures?.liabilitiesFen, figures?.assetsFen)),
        },
        {
          label: '研发投入占比（推算）',
          cells: columns.map(({ figures }) => ratioText(figures?.rdFen, figures?.revenueFen)),
        },
      ],
      lastYear: String(years[0]),
      lastMissing: columns[0]?.figures === null,
    },
  )
}

/** `GET /enterprise/figures/:year` */
export const editYear: EnterpriseHandler = async (desk, req, res) => {
  await yearPage(desk, yearIn(desk, req.params.year), null, [], res)
}

/** `POST /enterprise/figures/:year` */
export const saveYear: EnterpriseHandler = async (desk, req, res) => {
  const year = yearIn(desk, req.params.year)
  const form = readYear(req.body)
  if (!form.ok) {
    res.status(422)
    await yearPage(desk, year, form.sent, form.faults, res)
    return
  }
  const { given, sent } = form
  const saved = await desk.enterprises.saveYear(
    desk.enterprise.id,
    { year, ...given, version: formVersion(sent) },
    desk.by,
  )
  if (!saved.ok) {
    res.status(409)
    const conflict = yearConflict({ year, current: saved.current, given, sent })
    renderEnterprisePage(res, 'conflict', desk, { title: '有人刚改过这一年的数据', tab: 'figures' }, conflict)
    return
  }
  res.redirect(303, paths.enterpriseFigures({}))
}

/** The last three full years, and older ones that were filled in at their time. */
function yearsShown({ enterprise, today }: EnterprisePageContext): readonly number[] {
  const fillable = fillableYears(today)
  return [...fillable, ...enterprise.years.map(({ year }) => year).filter((year) => !fillable.includes(year))]
}

function yearIn(desk: EnterprisePageContext, text: unknown): number {
  const year = typeof text === 'string' && /^\d{4}$/.test(text) ? Number(text) : NaN
  if (!yearsShown(desk).includes(year)) throw new NotFound()
  return year
}

const ratioText = (part: number | null | undefined, whole: number | null | undefined) => {
  const pct = ratioPct(part ?? null, whole ?? null)
  return pct === null ? '未填写' : formatSharePct(pct)
}

async function yearPage(
  desk: EnterprisePageContext,
  year: number,
  sent: SubmittedFields | null,
  faults: readonly FormFault[],
  res: Parameters<EnterpriseHandler>[2],
) {
  const { enterprise, enterprises } = desk
  const saved = figuresOf(enterprise.years, year)
  const files = await enterprises.evidenceOf(enterprise.id)
  const chosen = sent === null ? (saved?.evidenceIds ?? []) : fieldTexts(sent, 'evidence')
  renderEnterprisePage(
    res,
    'year',
    desk,
    { title: `${year} 年度数据`, tab: 'figures' },
    {
      year: String(year),
      action: paths.enterpriseYear({ year: String(year) }),
      version: sent === null ? enterprise.version : formVersion(sent),
      faults,
      fields: FIGURES.map((item) => ({
        ...item,
        id: `f-${item.figure}`,
        value: sent === null ? typedFigure(item, saved?.[item.figure] ?? null) : fieldText(sent, item.figure),
        fault: faults.find(({ field }) => field === item.figure)?.message ?? '',
      })),
      evidence: files.map(({ id, name }, place) => ({
        id: `e${place + 1}`,
        value: id,
        label: name,
        chosen: chosen.includes(id),
      })),
      source: saved ? `${SOURCE_LABELS[saved.source]}，${formatDate(chinaDay(saved.at))} 填写` : '',
    },
  )
}

const typedFigure = ({ unit }: FigureItem, value: number | null) =>
  value === null ? '' : String(unit === '万元' ? wanFromFen(value) : value)

type YearGiven = Pick<YearFigures, Figure | 'evidenceIds'>

export type YearForm =
  | { readonly ok: true; readonly sent: SubmittedFields; readonly given: YearGiven }
  | { readonly ok: false; readonly sent: SubmittedFields; readonly faults: readonly FormFault[] }

const KNOWN = new Set<string>(['version', 'evidence', ...FIGURES.map(({ figure }) => figure)])
const MOST_PEOPLE = 10_000_000
const MOST_TCE = 1e9

/** Reads the figures of one year. An empty field is not known; amounts are typed in 万元. */
export function readYear(body: unknown): YearForm {
  const sent = submittedFields(body, (name) => KNOWN.has(name))
  if (sent === null)
    return { ok: false, sent: new Map(), faults: [fault('', '表单中有不认识的内容，请刷新页面后重试')] }
  const faults: FormFault[] = []
  const figures = Object.fromEntries(
    FIGURES.map((item): [Figure, number | null] => {
      const read = readFigure(item, fieldText(sent, item.figure))
      if ('fault' in read) faults.push(fault(item.figure, `${item.label}：${read.fault}`))
      return [item.figure, 'fault' in read ? null : read.value]
    }),
  ) as Record<Figure, number | null>
  if (figures.assetsFen === 0) faults.push(fault('assetsFen', '资产总计：要大于 0；不清楚请留空'))
  if (faults.length > 0) return { ok: false, sent, faults }
  return { ok: true, sent, given: { ...figures, evidenceIds: fieldTexts(sent, 'evidence') } }
}

function readFigure({ unit, negative }: FigureItem, text: string): FieldValue<number> {
  if (unit === '万元') return readWanField(text, { negative })
  return unit === '人'
    ? readNumberField(text, { unit, min: 0, max: MOST_PEOPLE, whole: true })
    : readNumberField(text, { unit, min: 0, max: MOST_TCE })
}
