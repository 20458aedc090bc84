import { eventName } from '../../audit-names.js'
import {
  STATE_NAMES,
  moveTitle,
  type Application,
  type DocumentItem,
  type MoveRecord,
} from '../../applications/index.js'
import type { ConsentScope, Evidence, FactOrigin } from '../../enterprises/index.js'
import { formatDate, chinaDay } from '../../kernel/dates.js'
import { type Fen, wanText, exactWanText } from '../../kernel/money.js'
import { groupDigits } from '../../kernel/text.js'
import { factSpec, formatValue, type Vocabulary } from '@lueqiao/matching-engine'
import { paths } from '../../paths.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { scopeWords, type CaseFile } from '../rules/case-file.js'
import type { Note } from '../data/note.store.js'
import type { Visit } from '../data/visit.store.js'

const SOURCES: Readonly<Record<FactOrigin['source'], string>> = {
  declared: '自报',
  document: '有材料',
  register: '名录核验',
}

export const money = (fen: Fen | null): string => (fen === null ? '未填写' : wanText(fen))
export const exactMoney = (fen: Fen | null): string => (fen === null ? '未填写' : exactWanText(fen))
export const dayText = (at: Date): string => formatDate(chinaDay(at))

/** What is said in the place of what consent does not cover. */
export const withheld = (scope: ConsentScope): string =>
  `企业未授权查看${scopeWords(scope)}，或授权已经收回、到期，或这次申请已经撤回、放弃、失效。`

/** The profile as it was at submission, by section; what is not covered is said, what is not known is not there. */
export function profileSections({ facts, scopes }: CaseFile, names: Vocabulary) {
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

/** The project and the need behind the application; null where consent does not cover it. */
export function projectRows({ need, securities }: CaseFile, names: Vocabulary) {
  if (need === null) return null
  const words = (fact: string, value: Parameters<typeof formatValue>[1]) => formatValue(fact, value, names)
  const rows: readonly (readonly [string, string])[] = [
    ['名称', need.title],
    ['资金用途', need.purpose ?? '未填写'],
    ['绿色类别', words('need.greenCode', need.greenCode)],
    ['项目总投资', exactMoney(need.investmentFen)],
    ['自有资金', exactMoney(need.ownFundsFen)],
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
      value: exactMoney(valueFen),
      pledged: pledgedFen === null ? '全部' : exactMoney(pledgedFen),
    })),
  }
}

/** The checklist of papers with their files; files are named and linked only while consent covers them. */
export function documentRows(
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
      size: file ? sizeWords(file.sizeBytes) : '',
      href: file ? paths.bankDocument({ id, document }) : '',
    }
  })
}

const sizeWords = (bytes: number) =>
  bytes >= 1024 * 1024 ? `${groupDigits(bytes / 1024 / 1024, 1)} MB` : `${groupDigits(Math.ceil(bytes / 1024), 0)} KB`

export const noteRows = (notes: readonly Note[]) =>
  notes.map(({ text, by, at }) => ({ text, by, at: formatInstant(at) }))

export const visitRows = ({ id }: Pick<Application, 'id'>, visits: readonly Visit[], today: string) =>
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

export const moveRows = (moves: readonly MoveRecord[]) =>
  [...moves].reverse().map(({ action, by, at, reason, step, from, to }) => ({
    title: moveTitle(action, from),
    who: by.kind === 'system' ? by.name : `${SIDES[by.kind]} ${by.name}`,
    at: formatInstant(at),
    reason: reason ?? '',
    state: STATE_NAMES[to],
    took: step && `用时 ${step.usedDays} 个工作日${step.onTime ? '' : '，超过时限'}`,
    late: step?.onTime === false,
  }))

export const bankEventRows = (events: readonly { at: Date; name: string; by: string }[]) =>
  events.map(({ at, name, by }) => ({ at: formatInstant(at), title: eventName(name), by }))

/** Earlier applications of the enterprise with this bank. */
export const dealingRows = (earlier: readonly Application[]) =>
  earlier.map(({ id, number, productName, title, amountFen, state, submittedAt, refusal }) => ({
    href: paths.bankApplication({ id }),
    number,
    product: productName ?? '未写明',
    title,
    amount: money(amountFen),
    state: STATE_NAMES[state],
    at: dayText(submittedAt),
    refusal: refusal?.text ?? '',
  }))
