import { formatDate, chinaDay } from '../../kernel/dates.js'
import { wanFromFen } from '../../kernel/money.js'
import { formatSharePct } from '../../kernel/percent.js'
import { paths } from '../../paths.js'
import { NotFound } from '../../web/errors.js'
import type { FormFault } from '../../web/form.js'
import { FIGURES, figuresOf, fillableYears, ratioPct, type FigureItem } from '../year-figures.js'
import { figureWords, yearConflict } from './conflict.views.js'
import { deskPage, type Desk, type DeskHandler } from './desk-frame.js'
import { all, one, versionIn, type Sent } from './form-values.js'
import { SOURCE_WORDS } from './profile.views.js'
import { readYear } from './year.form.js'

/** `GET /enterprise/figures`: the years side by side, the last full one first. */
export const showFigures: DeskHandler = (desk, _req, res) => {
  const years = yearsShown(desk)
  const columns = years.map((year) => ({ year, figures: figuresOf(desk.enterprise.years, year) }))
  deskPage(
    res,
    'figures',
    desk,
    { title: '年度数据', tab: 'figures' },
    {
      columns: columns.map(({ year, figures }, place) => ({
        year: String(year),
        href: paths.enterpriseYear({ year: String(year) }),
        isLast: place === 0,
        source: figures ? `${SOURCE_WORDS[figures.source]}，${formatDate(chinaDay(figures.at))} 填写` : '未填写',
        filled: figures !== null,
      })),
      rows: [
        ...FIGURES.map((item) => ({
          label: item.label,
          cells: columns.map(({ figures }) => figureWords(item, figures?.[item.figure] ?? null)),
        })),
        {
          label: '资产负债率（推算）',
          cells: columns.map(({ figures }) => ratioWords(figures?.liabilitiesFen, figures?.assetsFen)),
        },
        {
          label: '研发投入占比（推算）',
          cells: columns.map(({ figures }) => ratioWords(figures?.rdFen, figures?.revenueFen)),
        },
      ],
      lastYear: String(years[0]),
      lastMissing: columns[0]?.figures === null,
    },
  )
}

/** `GET /enterprise/figures/:year` */
export const editYear: DeskHandler = async (desk, req, res) => {
  await yearPage(desk, yearIn(desk, req.params.year), null, [], res)
}

/** `POST /enterprise/figures/:year` */
export const saveYear: DeskHandler = async (desk, req, res) => {
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
    { year, ...given, version: versionIn(sent) },
    desk.by,
  )
  if (!saved.ok) {
    res.status(409)
    const conflict = yearConflict({ year, current: saved.current, given, sent })
    deskPage(res, 'conflict', desk, { title: '有人刚改过这一年的数据', tab: 'figures' }, conflict)
    return
  }
  res.redirect(303, paths.enterpriseFigures({}))
}

/** The last three full years, and older ones that were filled in at their time. */
function yearsShown({ enterprise, today }: Desk): readonly number[] {
  const fillable = fillableYears(today)
  return [...fillable, ...enterprise.years.map(({ year }) => year).filter((year) => !fillable.includes(year))]
}

function yearIn(desk: Desk, text: unknown): number {
  const year = typeof text === 'string' && /^\d{4}$/.test(text) ? Number(text) : NaN
  if (!yearsShown(desk).includes(year)) throw new NotFound()
  return year
}

const ratioWords = (part: number | null | undefined, whole: number | null | undefined) => {
  const pct = ratioPct(part ?? null, whole ?? null)
  return pct === null ? '未填写' : formatSharePct(pct)
}

async function yearPage(
  desk: Desk,
  year: number,
  sent: Sent | null,
  faults: readonly FormFault[],
  res: Parameters<DeskHandler>[2],
) {
  const { enterprise, enterprises } = desk
  const saved = figuresOf(enterprise.years, year)
  const files = await enterprises.evidenceOf(enterprise.id)
  const chosen = sent === null ? (saved?.evidenceIds ?? []) : all(sent, 'evidence')
  deskPage(
    res,
    'year',
    desk,
    { title: `${year} 年度数据`, tab: 'figures' },
    {
      year: String(year),
      action: paths.enterpriseYear({ year: String(year) }),
      version: sent === null ? enterprise.version : versionIn(sent),
      faults,
      fields: FIGURES.map((item) => ({
        ...item,
        id: `f-${item.figure}`,
        value: sent === null ? typedFigure(item, saved?.[item.figure] ?? null) : one(sent, item.figure),
        fault: faults.find(({ field }) => field === item.figure)?.message ?? '',
      })),
      evidence: files.map(({ id, name }, place) => ({
        id: `e${place + 1}`,
        value: id,
        label: name,
        chosen: chosen.includes(id),
      })),
      source: saved ? `${SOURCE_WORDS[saved.source]}，${formatDate(chinaDay(saved.at))} 填写` : '',
    },
  )
}

const typedFigure = ({ unit }: FigureItem, value: number | null) =>
  value === null ? '' : String(unit === '万元' ? wanFromFen(value) : value)
