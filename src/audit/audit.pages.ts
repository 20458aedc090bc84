import type { Request, Response } from 'express'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { csvCell } from '../kernel/sheet-text.js'
import { paths } from '../paths.js'
import { instantText } from '../web/instant-text.js'
import { page } from '../web/page.js'
import { pageNumberIn, pagesOf } from '../web/paging.js'
import { roleNames } from '../web/roles.js'
import type { Site } from '../web/route.js'
import { readAuditQuery, type AuditQuery } from './audit.form.js'
import type { AuditLog } from './audit-log.js'
import { eventName } from './event-names.js'
import type { AuditEvent } from './event.js'

const size = 50
/** A spreadsheet takes about a million rows. */
const mostExported = 1_000_000
const readers = ['bureau', 'administrator'] as const

export type AuditReaderDeps = {
  readonly audit: AuditLog
  /** Account id → name; accounts that are not found are shown by their id. */
  readonly accountNames: (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>
}

/** The reader of the log, for the bureau and the centre. */
export function auditRoutes(site: Site, deps: AuditReaderDeps): void {
  site
    .get(paths.audit.pattern, { role: readers, audit: 'AUDIT_READ' }, show(deps))
    .get(paths.auditExport.pattern, { role: readers, audit: 'AUDIT_EXPORTED' }, exportRows(deps))
}

const show =
  ({ audit, accountNames }: AuditReaderDeps) =>
  async (req: Request, res: Response) => {
    const { query, filter, remarks } = readAuditQuery(req.query)
    const number = pageNumberIn(req.query.page)
    const [{ events, total }, names] = await Promise.all([audit.list(filter, { number, size }), audit.names()])
    const people = await accountNames(accountsIn(events))
    page(res, 'audit/list', {
      title: '操作记录',
      indexed: false,
      query,
      remarks,
      total,
      names: names.map((name) => ({ value: name, name: eventName(name), selected: name === query.name })),
      roles: [...Object.entries(roleNames), ['visitor', '访客'], ['system', '系统']].map(([value, name]) => ({
        value,
        name,
        selected: value === query.role,
      })),
      rows: events.map((event) => rowOf(event, people, query)),
      exportHref: paths.auditExport({}, query),
      pages: pagesOf(number, size, total, (page) => paths.audit({}, { ...query, page })),
    })
  }

function rowOf(event: AuditEvent, people: ReadonlyMap<string, string>, query: AuditQuery) {
  const { accountId, organisationId } = event.actor
  const narrowed = (more: Partial<AuditQuery>) => paths.audit({}, { ...query, ...more })
  return {
    seq: event.seq,
    at: instantText(event.at),
    name: eventName(event.name),
    who: accountId === null ? '' : (people.get(accountId) ?? accountId),
    whoHref: accountId === null ? null : narrowed({ account: accountId }),
    role: roleText(event.actor.role),
    organisation: organisationId ?? '',
    subject: `${event.subject.kind} ${event.subject.id}`,
    subjectHref: narrowed({ kind: event.subject.kind, subject: event.subject.id }),
    detail: event.detail === '{}' ? '' : event.detail,
    hash: event.hash,
  }
}

const roleText = (role: string): string =>
  role === 'visitor'
    ? '访客'
    : role === 'system'
      ? '系统'
      : ((roleNames as Readonly<Record<string, string>>)[role] ?? role)

const accountsIn = (events: readonly AuditEvent[]): readonly string[] => [
  ...new Set(events.flatMap(({ actor }) => (actor.accountId === null ? [] : [actor.accountId]))),
]

const columns = [
  '序号',
  '时间（UTC）',
  '事件',
  '事件代码',
  '角色',
  '账号',
  '单位',
  '对象',
  '对象编号',
  '详情',
  '前一哈希',
  '哈希',
]

const exportRows =
  ({ audit }: AuditReaderDeps) =>
  async (req: Request, res: Response) => {
    const { filter } = readAuditQuery(req.query)
    res.attachment('audit.csv').type('text/csv; charset=utf-8')
    // A reader who goes away ends the export: nothing is wrong, and nobody is left to tell.
    await pipeline(Readable.from(linesOf(audit.stream(filter, mostExported))), res).catch((error: unknown) => {
      if (!res.destroyed) throw error
    })
  }

/** The lines of the export; the mark at the front lets Excel read the Chinese. */
async function* linesOf(events: AsyncIterable<AuditEvent>): AsyncGenerator<string> {
  yield `\uFEFF${columns.map(csvCell).join(',')}\r\n`
  for await (const event of events) {
    const { seq, at, name, actor, subject, detail, previousHash, hash } = event
    const cells = [
      String(seq), at.toISOString(), eventName(name), name, actor.role, actor.accountId ?? '', actor.organisationId ?? '',
      subject.kind, subject.id, detail, previousHash, hash,
    ] // prettier-ignore
    yield `${cells.map(csvCell).join(',')}\r\n`
  }
}
