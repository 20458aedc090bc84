import { factSpec, formatValue, type Vocabulary } from '@lueqiao/matching-engine'
import {
  STATE_NAMES,
  moveTitle,
  type Application,
  type DocumentItem,
  type MoveRecord,
} from '../../applications/index.js'
import { eventName } from '../../audit-names.js'
import type { ConsentScope, Evidence, FactOrigin } from '../../enterprises/index.js'
import { formatDate, type LawDate } from '../../kernel/dates.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { groupDigits } from '../../kernel/text.js'
import { paths } from '../../paths.js'
import type { Note } from '../data/note.store.js'
import type { Visit } from '../data/visit.store.js'
import type { ReviewService } from '../review.service.js'
import { scopeName, type CaseFile } from '../rules/case-file.js'
import { conditionRows, conditionSummary } from './conditions.views.js'
import { amountText, dayText, exactAmountText } from './queue.views.js'

const TABS = ['rules', 'profile', 'project', 'documents', 'notes', 'history', 'dealings'] as const
export type TabId = (typeof TABS)[number]

type CaseDetails = Awaited<ReturnType<ReviewService['caseOf']>>

export const tabIn = (value: unknown): TabId => TABS.find((tab) => tab === value) ?? 'rules'

/** The tabs as links, so that they work without a script; lists show their counts. */
export function tabLinks({ id, documents }: Application, { notes, dealings, visits }: CaseDetails, current: TabId) {
  const count = (number: number) => (number > 0 ? ` ${number}` : '')
  const names: Readonly<Record<TabId, string>> = {
    rules: '规则结果',
    profile: '企业画像',
    project: '项目',
    documents: `材料${count(documents.length)}`,
    notes: `备注与走访${count(notes.length + visits.length)}`,
    history: '操作记录',
    dealings: `往来${count(dealings.length)}`,
  }
  return TABS.map((tab) => ({
    text: names[tab],
    href: paths.bankApplication({ id }, { tab: tab === 'rules' ? undefined : tab }),
    current: tab === current,
  }))
}

type TabInput = {
  readonly review: ReviewService
  readonly user: Express.User
  readonly application: Application
  readonly found: CaseDetails
  readonly names: Vocabulary
  readonly today: LawDate
}

/** The content of a tab; its template is `views/review/_TAB.ejs`. */
export async function tabView(tab: TabId, { review, user, application, found, names, today }: TabInput) {
  const { file, checks } = found
  switch (tab) {
    case 'rules': {
      const rows = conditionRows(file, checks, names)
      return { rows, summary: rows && conditionSummary(file, rows), withheld: rulesWithheld(found) }
    }
    case 'profile':
      return { ...profileSections(file, names), creditCode: file.creditCode }
    case 'project':
      return { project: projectRows(file, names), withheld: withheld('needs') }
    case 'documents': {
      const files = file.scopes.has('evidence') ? await review.filesOf(application) : null
      return { rows: documentRows(application, files), withheld: files === null ? withheld('evidence') : '' }
    }
    case 'notes':
      return { notes: noteRows(found.notes), visits: visitRows(application, found.visits, today) }
    case 'history':
      return { moves: moveRows(found.moves), inner: bankEventRows(await review.bankEvents(user, application.id)) }
    case 'dealings':
      return { rows: dealingRows(found.dealings) }
  }
}

/** Why there are no conditions to show; empty when there are. */
function rulesWithheld({ file }: CaseDetails): string {
  if (file.conditions !== null) return ''
  const missing = (['profile', 'figures', 'needs'] as const).find((scope) => !file.scopes.has(scope))
  return missing ? withheld(missing) : '提交时的匹配记录里没有这个产品的条件。'
}

const SOURCES: Readonly<Record<FactOrigin['source'], string>> = {
  declared: '自报',
  document: '有材料',
  register: '名录核验',
}

/** The text in place of what consent does not cover. */
const withheld = (scope: ConsentScope): string =>
  `企业未授权查看${scopeName(scope)}，或授权已经收回、到期，或这次申请已经撤回、放弃、失效。`

/** The profile as frozen at submission, by section. Lists what consent does not cover; omits what is unknown. */
function profileSections({ facts, scopes }: CaseFile, names: Vocabulary) {
  const own = facts.filter(({ fact }) => !fact.startsWith('need.'))
  const sections = [...new Set(own.map(({ fact }) => factSpec(fact).section))]
  return {
    withheld: (['profile', 'figures'] as const).filter((scope) => !scopes.has(scope)).map(withheld),
    sections: sections.map((title) => ({
      title,
      rows: own
        .filter(({ fact }) => factSpec(fact).section === title)
        .map(({ fact, value, source, asOf }) => ({
          label: factSpec(fact).label,
          value: formatValue(fact, value, names),
          source: `${SOURCES[source]}，截至 ${formatDate(asOf)}`,
        })),
    })),
  }
}

/** The project and need behind the application; null when consent does not cover them. */
function projectRows({ need, securities }: CaseFile, names: Vocabulary) {
  if (need === null) return null
  const words = (fact: string, value: Parameters<typeof formatValue>[1]) => formatValue(fact, value, names)
  const rows: readonly (readonly [string, string])[] = [
    ['名称', need.title],
    ['资金用途', need.purpose ?? '未填写'],
    ['绿色类别', words('need.greenCode', need.greenCode)],
    ['项目总投资', exactAmountText(need.investmentFen)],
    ['自有资金', exactAmountText(need.ownFundsFen)],
    ['项目手续', words('need.approvals', need.approvals)],
    ['质押登记', words('need.securityRegistered', need.securityRegistered)],
    ['年节能量', words('need.energySavingTce', need.energySavingTce)],
    ['年减排量', words('need.carbonReductionT', need.carbonReductionT)],
  ]
  return {
    rows: rows.map(([label, value]) => ({ label, value })),
    securities: securities.map(({ kind, reference, valueFen, pledgedFen }) => ({
      kind,
      reference: reference || '未填写',
      value: exactAmountText(valueFen),
      pledged: pledgedFen === null ? '全部' : exactAmountText(pledgedFen),
    })),
  }
}

/** The checklist of documents; files are named and linked only while consent covers them. */
function documentRows(
  { id, documents }: Pick<Application, 'id' | 'documents'>,
  files: ReadonlyMap<string, Pick<Evidence, 'name' | 'sizeBytes'>> | null,
) {
  return documents.map((item, place) => ({
    code: item.code,
    place: place + 1,
    title: item.title,
    reason: item.reason,
    required: item.required,
    count: item.evidenceIds.length,
    files: filesOf(id, item, files),
    checked:
      item.checkedBy === null || item.checkedAt === null ? '' : `${item.checkedBy}，${formatInstant(item.checkedAt)}`,
    checkable: files !== null && item.evidenceIds.length > 0 && item.checkedBy === null,
  }))
}

function filesOf(
  id: string,
  { evidenceIds }: DocumentItem,
  files: ReadonlyMap<string, Pick<Evidence, 'name' | 'sizeBytes'>> | null,
) {
  if (files === null) return []
  return evidenceIds.map((document) => {
    const file = files.get(document)
    return {
      name: file?.name ?? '已由企业删除',
      size: file ? sizeText(file.sizeBytes) : '',
      href: file ? paths.bankDocument({ id, document }) : '',
    }
  })
}

const sizeText = (bytes: number) =>
  bytes >= 1024 * 1024 ? `${groupDigits(bytes / 1024 / 1024, 1)} MB` : `${groupDigits(Math.ceil(bytes / 1024), 0)} KB`

const noteRows = (notes: readonly Note[]) => notes.map(({ text, by, at }) => ({ text, by, at: formatInstant(at) }))

const visitRows = ({ id }: Pick<Application, 'id'>, visits: readonly Visit[], today: string) =>
  visits.map(({ id: visit, plannedOn, place, note, by, result }) => ({
    ...{ id: visit, place, note, by },
    day: formatDate(plannedOn),
    result: result && { text: result.text, by: result.by, day: formatDate(result.on) },
    action: paths.bankVisit({ id, visit }),
    today,
  }))

const SIDES: Readonly<Record<MoveRecord['by']['kind'], string>> = {
  enterprise: '企业',
  officer: '客户经理',
  manager: '审批经理',
  bureau: '工信局',
  system: '平台',
}

const moveRows = (moves: readonly MoveRecord[]) =>
  [...moves].reverse().map(({ action, by, at, reason, step, from, to }) => ({
    title: moveTitle(action, from),
    who: by.kind === 'system' ? by.name : `${SIDES[by.kind]} ${by.name}`,
    at: formatInstant(at),
    reason: reason ?? '',
    state: STATE_NAMES[to],
    took: step && `用时 ${step.usedDays} 个工作日${step.onTime ? '' : '，超过时限'}`,
    late: step?.onTime === false,
  }))

const bankEventRows = (events: readonly { at: Date; name: string; by: string }[]) =>
  events.map(({ at, name, by }) => ({ at: formatInstant(at), title: eventName(name), by }))

/** Earlier applications of the enterprise with this bank. */
const dealingRows = (earlier: readonly Application[]) =>
  earlier.map(({ id, number, productName, title, amountFen, state, submittedAt, refusal }) => ({
    href: paths.bankApplication({ id }),
    number,
    product: productName ?? '未写明',
    title,
    amount: amountText(amountFen),
    state: STATE_NAMES[state],
    at: dayText(submittedAt),
    refusal: refusal?.text ?? '',
  }))
