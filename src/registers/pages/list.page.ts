import type { Request, Response } from 'express'
import { chinaDay, formatDate } from '../../kernel/dates.js'
import { paths } from '../../paths.js'
import { currentUser } from '../../web/current-user.js'
import { staffMenu } from '../../menus.js'
import { page } from '../../web/page.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { pageNumberIn, pagesOf } from '../../web/paging.js'
import { workbookHeaders } from '../../web/uploads/send-attachment.js'
import { holdsOn, type Register, type RegisterEntry, registers as all } from '../rules/register.js'
import type { RegistersService } from '../registers.service.js'
import { writeEntries } from './register-workbook.js'
import type { EntryFilter } from '../data/entry.store.js'
import { registerIn, registerPage } from './register-page.js'

const SIZE = 50

/** `GET /registers`: every register with how many rows it has and how fresh it is. */
export const showRegisters = (registers: RegistersService) => async (req: Request, res: Response) => {
  const counts = await registers.counts()
  page(res, 'registers/all', {
    title: '名录',
    indexed: false,
    desk: staffMenu(currentUser(req).role, 'registers'),
    rows: all.map(({ id, title, lead }) => {
      const held = counts.get(id)
      return {
        title,
        lead,
        href: paths.register({ register: id }),
        importHref: paths.registerImports({ register: id }),
        count: held?.count ?? 0,
        latest: held ? formatInstant(held.latest) : '还没有导入',
      }
    }),
  })
}

/** `GET /registers/:register`: its rows, filtered, a page at a time. */
export const showRegister = (registers: RegistersService) => async (req: Request, res: Response) => {
  const register = registerIn(req)
  const today = chinaDay(registers.now())
  const query = readQuery(req.query, register)
  const number = pageNumberIn(req.query.page)
  const { entries, total } = await registers.list(filterOf(register, query, today), {
    skip: (number - 1) * SIZE,
    limit: SIZE,
  })
  const at = { register: register.id }
  registerPage(req, res, 'list', register, {
    title: register.title,
    action: paths.register(at),
    query,
    grades: register.grade?.values.map((value) => ({ value, selected: value === query.grade })) ?? [],
    gradeLabel: register.grade?.label ?? '',
    named: register.named,
    total,
    filtered: Object.values(query).some((value) => value !== ''),
    ...(entries.some(({ isSample }) => isSample) && { strip: '标有“示例”的条目是示例数据，不代表任何真实企业。' }),
    rows: entries.map((entry) => rowOf(entry, register, today)),
    exportHref: paths.registerExport(at, query),
    importHref: paths.registerImports(at),
    newHref: paths.registerNewEntry(at),
    pages: pagesOf(number, SIZE, total, (page) => paths.register(at, { ...query, page })),
  })
}

/** `GET /registers/:register/entries.xlsx`: what the filters leave, all pages of it. */
export const sendEntries = (registers: RegistersService) => async (req: Request, res: Response) => {
  const register = registerIn(req)
  const today = chinaDay(registers.now())
  workbookHeaders(res, `${register.title}_${today}.xlsx`)
  await writeEntries(res, register, registers.stream(filterOf(register, readQuery(req.query, register), today)))
}

type Query = Readonly<Record<'q' | 'grade' | 'year' | 'state', string>>

function readQuery(query: Readonly<Record<string, unknown>>, { grade }: Register): Query {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name].trim().slice(0, 60) : '')
  return {
    q: text('q'),
    grade: grade?.values.includes(text('grade')) ? text('grade') : '',
    year: /^20\d{2}$/.test(text('year')) ? text('year') : '',
    state: ['held', 'over'].includes(text('state')) ? text('state') : '',
  }
}

function filterOf(register: Register, { q, grade, year, state }: Query, today: string): EntryFilter {
  return {
    register: register.id,
    ...(q && { text: q }),
    ...(grade && { grade }),
    ...(year && { year: Number(year) }),
    ...(state && { inForce: { today, holds: state === 'held' } }),
  }
}

function rowOf(entry: RegisterEntry, register: Register, today: string) {
  const { id, name, creditCode, grade, year, validFrom, validTo, source, isSample } = entry
  return {
    href: paths.registerEntry({ register: register.id, id }),
    name,
    isSample,
    creditCode: creditCode ?? '未填写',
    grade: grade ?? '',
    year: year === null ? '未填写' : String(year),
    validity: validityText(validFrom, validTo),
    over: !holdsOn(entry, today),
    source: source ?? '未填写',
  }
}

function validityText(from: string | null, to: string | null): string {
  if (from === null && to === null) return '未写明'
  return `${from === null ? '' : formatDate(from)} 至 ${to === null ? '长期' : formatDate(to)}`.trim()
}
