import assert from 'node:assert/strict'
import { systemActor } from '../../src/audit/index.js'
import { inTransaction } from '../../src/db/index.js'
import { findRegister, type NewEntry } from '../../src/registers/index.js'
import { importStore } from '../../src/registers/data/import.store.js'
import type { Role } from '../../src/kernel/roles.js'
import type { TestApp } from './app.js'
import { escalationStaffRecords } from './escalation-records.js'
import { requestRecords } from './hall-records.js'
import { monitoringRecords } from './monitoring-records.js'
import { openPerson } from './people.js'

/**
 * For every address with an id that a whole role may reach, as the bureau and the centre are one each: a record that is
 * there, and a form that would be accepted, so that whoever has another role is refused for that alone.
 */
export type RecordOfStaff = {
  readonly role: Role
  readonly address: (test: TestApp) => Promise<string>
  readonly fields?: Readonly<Record<string, string>>
  /** What the role is told when that is neither a page nor a change done. */
  readonly answer?: 422
}

let made = 0
const entryNamed = (name: string): NewEntry => {
  return { name, creditCode: null, grade: '国家级', year: null, validFrom: null, validTo: null, source: null }
}
const nextEntry = () => entryNamed(`名录中的厂${String(++made)}`)

const register = '/registers/green-factory'
const ofRegister = (end: string, rest: Partial<RecordOfStaff> = {}): RecordOfStaff => ({
  role: 'bureau',
  address: () => Promise.resolve(`${register}${end}`),
  ...rest,
})

const ofEntry = (end: string, fields: Readonly<Record<string, string>> = {}): RecordOfStaff => ({
  role: 'bureau',
  fields,
  async address({ deps }) {
    const found = findRegister('green-factory')
    assert.ok(found)
    const added = await deps.registers.add(found, nextEntry(), systemActor)
    assert.ok(added.ok)
    return `${register}/entries/${added.value}${end}`
  },
})

const ofImport = (state: 'checked' | 'applied', end: string): RecordOfStaff => ({
  role: 'bureau',
  async address({ deps }) {
    const { connection } = deps.db
    const store = importStore(connection)
    const id = await inTransaction(connection, (session) =>
      store.start(session, { register: 'green-factory', fileName: '名单.xlsx', by: 'bureau-1' }, deps.now()),
    )
    await store.stage(id, 0, [nextEntry()], deps.now())
    await inTransaction(connection, (session) => store.move(session, id, ['checking'], { state }, deps.now()))
    return `${register}/imports/${id}${end}`
  },
})

/** An enterprise that waits for the centre. */
const ofEnterprise = (end: string, fields: Readonly<Record<string, string>> = {}): RecordOfStaff => ({
  role: 'administrator',
  fields,
  address: async (test) => `/centre/enterprises/${(await openPerson(test, 'owner')).organisation.id}${end}`,
})

const institution = (fields: Readonly<Record<string, string>> = {}): RecordOfStaff => ({
  role: 'administrator',
  fields,
  address: async ({ deps }) =>
    `/centre/institutions/${[...(await deps.catalogue.current()).banks.keys()].at(-1) ?? ''}`,
})

const ofAnnouncement = (end: string, fields: Readonly<Record<string, string>> = {}): RecordOfStaff => ({
  role: 'administrator',
  fields,
  async address({ deps }) {
    const id = await deps.centre.draft({ title: '系统维护', text: '周六晚间维护。' }, systemActor)
    return `/centre/announcements/${id}${end}`
  },
})

/** By method and pattern. */
export const recordsOfStaff: Readonly<Record<string, RecordOfStaff>> = {
  ...monitoringRecords,
  ...requestRecords,
  ...escalationStaffRecords,
  'GET /registers/:register': ofRegister(''),
  'GET /registers/:register/entries.xlsx': ofRegister('/entries.xlsx'),
  'GET /registers/:register/template.xlsx': ofRegister('/template.xlsx'),
  'GET /registers/:register/entries/new': ofRegister('/entries/new'),
  'POST /registers/:register/entries': ofRegister('/entries', { fields: { name: '表单里的厂', grade: '国家级' } }),
  'GET /registers/:register/entries/:id': ofEntry(''),
  'POST /registers/:register/entries/:id': ofEntry('', { name: '改过名的厂', grade: '兵团级' }),
  'POST /registers/:register/entries/:id/removal': ofEntry('/removal'),
  'GET /registers/:register/imports': ofRegister('/imports'),
  // A plain form carries no file, so the role itself is told that one is missing.
  'POST /registers/:register/imports': ofRegister('/imports', { answer: 422 }),
  'GET /registers/:register/imports/:id': ofImport('checked', ''),
  'GET /registers/:register/imports/:id/refused.xlsx': ofImport('checked', '/refused.xlsx'),
  'POST /registers/:register/imports/:id/application': ofImport('checked', '/application'),
  'POST /registers/:register/imports/:id/cancellation': ofImport('checked', '/cancellation'),
  'POST /registers/:register/imports/:id/claims': ofImport('applied', '/claims'),
  'GET /centre/enterprises/:id': ofEnterprise(''),
  'POST /centre/enterprises/:id/approval': ofEnterprise('/approval'),
  'POST /centre/enterprises/:id/return': ofEnterprise('/return', { reason: '名称与营业执照不一致' }),
  'GET /centre/institutions/:id': institution(),
  'POST /centre/institutions/:id': institution({ active: 'yes', branch: '石河子分行', contact: '', phone: '' }),
  'POST /centre/users/:id/state': {
    role: 'administrator',
    fields: { state: 'disabled' },
    address: async (test) => `/centre/users/${(await openPerson(test, 'member')).id}/state`,
  },
  'GET /centre/announcements/:id': ofAnnouncement(''),
  'POST /centre/announcements/:id': ofAnnouncement('', { title: '系统维护改期', text: '改在周日晚间。' }),
  'POST /centre/announcements/:id/state': ofAnnouncement('/state', { state: 'published' }),
}
