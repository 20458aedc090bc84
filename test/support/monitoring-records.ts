import assert from 'node:assert/strict'
import { systemActor } from '../../src/audit/index.js'
import type { NewProject } from '../../src/project-lists/index.js'
import { workbookOf } from '../registers/workbooks.js'
import type { TestApp } from './app.js'
import type { RecordOfOne } from './records.js'
import type { RecordOfStaff } from './staff-records.js'

let made = 0
const bureau = (address: RecordOfStaff['address'], fields: Readonly<Record<string, string>> = {}): RecordOfStaff => ({
  role: 'bureau',
  fields,
  address,
})

/** A project that nobody else has. */
export const project = (given: Partial<NewProject> = {}): NewProject => ({
  ...{ title: `锅炉节能改造${String(++made)}`, owner: '某某热力有限公司', creditCode: null, division: '第八师' },
  ...{ stage: '立项', investmentFen: 1_000_000_000, gapFen: 400_000_000, savingTce: 1200.5, greenCode: '1.3.1' },
  ...{ source: null, ...given },
})

const ofProject = (end: string, fields: Readonly<Record<string, string>> = {}) =>
  bureau(async ({ deps }) => {
    const added = await deps.projectLists.add(project(), systemActor)
    assert.ok(added.ok)
    return `/bureau/pipeline/projects/${added.value}${end}`
  }, fields)

const figure = { kind: 'green-loans-disbursed', amount: 100, unit: '元', bound: 'exact' } as const
const ofFigure = (end: string, fields: Readonly<Record<string, string>> = {}) =>
  bureau(async ({ deps }) => {
    const source = { sourceTitle: `年报${String(++made)}`, sourceDate: null, sourceUrl: null }
    const added = await deps.publicFigures.add({ ...figure, ...source, period: '2023' }, systemActor)
    assert.ok(added.ok)
    return `/bureau/reported/figures/${added.value}${end}`
  }, fields)

const ofAgreement = (end: string, fields: Readonly<Record<string, string>> = {}) =>
  bureau(async ({ deps }) => {
    const dates = { signedOn: '2026-01-01', from: null, until: '2027-12-31' }
    const words = { bankId: null, bankName: null, title: '合作协议', purpose: null, terms: null, source: null }
    const { id } = await deps.agreements.enter({ ...words, ...dates, lineFen: null }, systemActor)
    return `/bureau/agreements/${id}${end}`
  }, fields)

/** A workbook that passed its dry run and waits. */
async function checkedImport({ deps }: TestApp, table: 'pipeline' | 'reported'): Promise<string> {
  const name = `改造${String(++made)}`
  const rows =
    table === 'pipeline'
      ? [
          ['项目名称', '企业名称', '阶段'],
          [name, '某某公司', '立项'],
        ]
      : [
          ['指标', '期间', '数值', '单位', '来源'],
          ['绿色贷款投放', '2023年', 1, '亿元', name],
        ]
  const file = { name: '清单.xlsx', bytes: await workbookOf(rows) }
  const { imports } = table === 'pipeline' ? deps.projectLists : deps.publicFigures
  return imports.start(file, systemActor)
}
const ofImport = (table: 'pipeline' | 'reported', end: string) =>
  bureau(async (test) => `/bureau/${table}/imports/${await checkedImport(test, table)}${end}`)

const typedProject = { version: '1', title: '改过的项目', owner: '某某热力有限公司', stage: '在建' }
const typedFigure = { version: '1', kind: '绿色贷款投放', value: '2', unit: '亿元', source: '改过的年报' }
const typedAgreement = { version: '1', title: '改过的协议', bank: '未公布' }

export const monitoringRecords: Readonly<Record<string, RecordOfStaff>> = {
  'GET /bureau/figures/:measure': bureau(() => Promise.resolve('/bureau/figures/disbursed')),
  'GET /bureau/figures/:measure/rows.xlsx': bureau(() => Promise.resolve('/bureau/figures/disbursed/rows.xlsx')),
  'GET /bureau/pipeline/projects/:id': ofProject(''),
  'POST /bureau/pipeline/projects/:id': ofProject('', typedProject),
  'POST /bureau/pipeline/projects/:id/removal': ofProject('/removal'),
  'GET /bureau/reported/figures/:id': ofFigure(''),
  'POST /bureau/reported/figures/:id': ofFigure('', typedFigure),
  'POST /bureau/reported/figures/:id/withdrawal': ofFigure('/withdrawal'),
  'GET /bureau/agreements/:id': ofAgreement(''),
  'GET /bureau/agreements/:id/terms': ofAgreement('/terms'),
  'POST /bureau/agreements/:id/terms': ofAgreement('/terms', typedAgreement),
  'POST /bureau/agreements/:id/end': ofAgreement('/end', { version: '1', on: '2026-11-01', reason: '双方商定' }),
  ...Object.fromEntries(
    (['pipeline', 'reported'] as const).flatMap((table) => [
      [`GET /bureau/${table}/imports/:id`, ofImport(table, '')],
      [`GET /bureau/${table}/imports/:id/refused.xlsx`, ofImport(table, '/refused.xlsx')],
      [`POST /bureau/${table}/imports/:id/application`, ofImport(table, '/application')],
      [`POST /bureau/${table}/imports/:id/cancellation`, ofImport(table, '/cancellation')],
    ]),
  ),
}

export const projectOfOne: RecordOfOne = {
  role: 'owner',
  async address({ deps }, owner) {
    await deps.enterprises.approve(owner.organisation.id, systemActor)
    const { creditCode } = await deps.enterprises.get('all', owner.organisation.id)
    const added = await deps.projectLists.add(project({ creditCode }), systemActor)
    assert.ok(added.ok)
    return `/enterprise/pipeline/${added.value}/need`
  },
}
