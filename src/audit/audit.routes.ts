import { isRecordId } from '../db/index.js'
import type { Request, Response } from 'express'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { csvCell } from '../kernel/sheet-text.js'
import { paths } from '../paths.js'
import { currentUser } from '../web/current-user.js'
import { staffMenu } from '../menus.js'
import { formatInstant } from '../kernel/format-instant.js'
import { page } from '../web/page.js'
import { pageNumberIn, pagesOf } from '../web/paging.js'
import { roleNames } from '../kernel/roles.js'
import type { Site } from '../web/route.js'
import { readAuditQuery, type AuditQuery } from './audit-query.js'
import type { AuditLog } from './audit-log.js'
import { detailLines, type CodeName } from './detail-text.js'
import type { AuditEvent } from './audit-chain.js'
import { eventName, subjectKinds, subjectName } from '../audit-names.js'

const size = 50
/** A spreadsheet takes about a million rows. */
const mostExported = 1_000_000
const readers = ['bureau', 'administrator'] as const

export type AuditPageContext = {
  readonly audit: AuditLog
  /** Account id → name; accounts that are not found are shown by their id. */
  readonly accountNames: NamesById
  /** The same of the organisations that people act for. */
  readonly organisationNames: NamesById
  readonly codeName: CodeName
}

type NamesById = (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>

/** The reader of the log, for the bureau and the centre. */
export function auditRoutes(site: Site, deps: AuditPageContext): void {
  site
    .get(paths.audit.pattern, { role: readers, audit: 'AUDIT_READ' }, show(deps))
    .get(paths.auditExport.pattern, { role: readers, audit: 'AUDIT_EXPORTED' }, exportRows(deps))
}

const show =
  ({ audit, accountNames, organisationNames, codeName }: AuditPageContext) =>
  async (req: Request, res: Response) => {
    const { query, filter, remarks } = readAuditQuery(req.query)
    const number = pageNumberIn(req.query.page)
    const [{ events, total }, names] = await Promise.all([audit.list(filter, { number, size }), audit.names()])
    const labels: EventLabels = {
      people: await accountNames(idsOf(events, ({ accountId }) => accountId)),
      organisations: await organisationNames(idsOf(events, ({ organisationId }) => organisationId)),
      codeName,
    }
    page(res, 'audit/list', {
      title: '操作记录',
      indexed: false,
      desk: staffMenu(currentUser(req).role, 'audit'),
      query,
      remarks,
      total,
      names: names.map((name) => ({ value: name, name: eventName(name), selected: name === query.name })),
      roles: [...Object.entries(roleNames), ['visitor', '访客'], ['system', '系统']].map(([value, name]) => ({
        value,
        name,
        selected: value === query.role,
      })),
      kinds: subjectKindChoices(query.kind),
      rows: events.map((event) => rowOf(event, labels, query)),
      exportHref: paths.auditExport({}, query),
      pages: pagesOf(number, size, total, (page) => paths.audit({}, { ...query, page })),
    })
  }

type EventLabels = {
  readonly people: ReadonlyMap<string, string>
  readonly organisations: ReadonlyMap<string, string>
  readonly codeName: CodeName
}

/** The kinds of subject to filter by; an unknown kind in the address stays a choice. */
const subjectKindChoices = (asked: string) =>
  [...subjectKinds, ...(asked === '' || subjectKinds.includes(asked) ? [] : [asked])].map((value) => ({
    value,
    name: subjectName(value),
    selected: value === asked,
  }))

function rowOf(event: AuditEvent, { people, organisations, codeName }: EventLabels, query: AuditQuery) {
  const { actor, subject, name } = event
  const { accountId, organisationId } = actor
  const filtered = (more: Partial<AuditQuery>) => paths.audit({}, { ...query, ...more })
  return {
    seq: event.seq,
    at: formatInstant(event.at),
    name: eventName(name),
    who: accountId === null ? '' : (people.get(accountId) ?? shortId(accountId)),
    whoHref: accountId === null ? null : filtered({ account: accountId }),
    role: roleText(actor.role),
    organisation: organisationId === null ? '' : (organisations.get(organisationId) ?? shortId(organisationId)),
    subject: `${subjectName(subject.kind)} ${shortId(subject.id)}`,
    subjectHref: filtered({ kind: subject.kind, subject: subject.id }),
    detail: detailLines(event.detail, subject.kind, codeName),
    raw: [
      ['事件代码', name],
      ['账号', accountId ?? '无'],
      ['单位', organisationId ?? '无'],
      ['对象', `${subject.kind} ${subject.id}`],
      ['详情', event.detail],
      ['哈希', event.hash],
    ],
  }
}

/** The end of a long id, enough to distinguish two on a page; the raw record has the whole id. */
const shortId = (id: string): string => (isRecordId(id) ? `…${id.slice(-6)}` : id)

const roleText = (role: string): string =>
  role === 'visitor'
    ? '访客'
    : role === 'system'
      ? '系统'
      : ((roleNames as Readonly<Record<string, string>>)[role] ?? role)

const idsOf = (events: readonly AuditEvent[], of: (actor: AuditEvent['actor']) => string | null): readonly string[] => [
  ...new Set(events.map(({ actor }) => of(actor)).filter((id) => id !== null)),
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
  ({ audit }: AuditPageContext) =>
  async (req: Request, res: Response) => {
    const { filter } = readAuditQuery(req.query)
    res.attachment('audit.csv').type('text/csv; charset=utf-8')
    // A reader who closes the connection ends the export; that is no error.
    await pipeline(Readable.from(linesOf(audit.stream(filter, mostExported))), res).catch((error: unknown) => {
      if (!res.destroyed) throw error
    })
  }

/** The lines of the export, after a byte order mark that lets Excel read the Chinese. */
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
