import { factSpec } from '@lueqiao/matching-engine'
import type { Reference } from '../../reference/index.js'
import { fault, type FormFault } from '../../web/form.js'
import type { NeedTerms, Security } from '../rules/need.js'
import {
  fieldTexts,
  fieldText,
  readGreenCode,
  readNumberField,
  readWanField,
  submittedFields,
  type FieldValue,
  type SubmittedFields,
} from './submitted-fields.js'

export const PURPOSES = factSpec('need.purpose').values ?? []
export const APPROVALS = factSpec('need.approvals').values ?? []
export const SECURITY_KINDS = factSpec('need.securities').values ?? []
/** The place of a kind names its value field: Chinese names make poor ids. */
export const securityField = (place: number): string => `security-${place}`

const KNOWN = new Set([
  ...'version then title amount termMonths purpose greenState greenText greenPick investment ownFunds'.split(' '),
  ...'approvals approvalsNone securities securitiesNone registered energySaving carbonReduction'.split(' '),
  ...SECURITY_KINDS.map((_, place) => securityField(place)),
])

export type NeedForm =
  | { readonly kind: 'search'; readonly sent: SubmittedFields }
  | { readonly kind: 'faults'; readonly sent: SubmittedFields; readonly faults: readonly FormFault[] }
  | { readonly kind: 'terms'; readonly sent: SubmittedFields; readonly terms: NeedTerms }

/** Reads a need. Only its title has to be there: what is empty is not known and can be added later. */
export function readNeed(body: unknown, reference: Pick<Reference, 'greenClasses'>): NeedForm {
  const sent = submittedFields(body, (name) => KNOWN.has(name))
  if (sent === null)
    return { kind: 'faults', sent: new Map(), faults: [fault('', '表单中有不认识的内容，请刷新页面后重试')] }
  if (fieldText(sent, 'then') === 'search') return { kind: 'search', sent }
  const faults: FormFault[] = []
  const take = <T>(field: string, label: string, read: FieldValue<T>): T | null => {
    if (!('fault' in read)) return read.value
    faults.push(fault(field, `${label}：${read.fault}`))
    return null
  }
  const terms: NeedTerms = {
    title: take('title', '名称', readTitle(fieldText(sent, 'title'))) ?? '',
    amountFen: take('amount', '贷款金额', readWanField(fieldText(sent, 'amount'), { min: 0.01 })),
    termMonths: take(
      'termMonths',
      '贷款期限',
      readNumberField(fieldText(sent, 'termMonths'), { unit: '个月', min: 1, max: 600, whole: true }),
    ),
    purpose: take('purpose', '资金用途', readChoice(fieldText(sent, 'purpose'), PURPOSES)),
    greenCode: take('greenText', '绿色类别', readGreen(sent, reference)),
    investmentFen: take('investment', '项目总投资', readWanField(fieldText(sent, 'investment'))),
    ownFundsFen: take('ownFunds', '自有资金', readWanField(fieldText(sent, 'ownFunds'))),
    approvals: take(
      'approvals',
      '项目手续',
      readChosen(fieldTexts(sent, 'approvals'), fieldText(sent, 'approvalsNone') !== '', APPROVALS),
    ),
    securities: readSecurities(sent, faults),
    securityRegistered: take('registered', '质押登记', readYesNo(fieldText(sent, 'registered'))),
    energySavingTce: take(
      'energySaving',
      '年节能量',
      readNumberField(fieldText(sent, 'energySaving'), { unit: '吨标准煤', min: 0, max: 1e9 }),
    ),
    carbonReductionT: take(
      'carbonReduction',
      '年减排量',
      readNumberField(fieldText(sent, 'carbonReduction'), { unit: '吨', min: 0, max: 1e9 }),
    ),
  }
  const { investmentFen, ownFundsFen } = terms
  if (investmentFen !== null && ownFundsFen !== null && ownFundsFen > investmentFen) {
    faults.push(fault('ownFunds', '自有资金：不能超过项目总投资'))
  }
  return faults.length > 0 ? { kind: 'faults', sent, faults } : { kind: 'terms', sent, terms }
}

function readTitle(text: string): FieldValue<string> {
  if (text === '') return { fault: '请给这项需求起个名称，例如“二号锅炉改造”' }
  return text.length > 60 ? { fault: '最多 60 个字' } : { value: text }
}

function readChoice(text: string, allowed: readonly string[]): FieldValue<string> {
  if (text === '') return { value: null }
  return allowed.includes(text) ? { value: text } : { fault: '请从列出的选项中选择' }
}

function readYesNo(text: string): FieldValue<boolean> {
  if (text === '') return { value: null }
  return text === 'yes' || text === 'no' ? { value: text === 'yes' } : { fault: '请选择“是”或“否”，或留空' }
}

function readChosen(
  ticked: readonly string[],
  none: boolean,
  allowed: readonly string[],
): FieldValue<readonly string[]> {
  if (none && ticked.length > 0) return { fault: '勾了“都没有”，就不能再勾选其他项' }
  if (none) return { value: [] }
  if (ticked.some((item) => !allowed.includes(item))) return { fault: '请从列出的选项中选择' }
  return { value: ticked.length > 0 ? allowed.filter((item) => ticked.includes(item)) : null }
}

/** A pick from a search wins over the text it was found by. */
function readGreen(sent: SubmittedFields, { greenClasses }: Pick<Reference, 'greenClasses'>): FieldValue<string> {
  const [state, pick, written] = [
    fieldText(sent, 'greenState'),
    fieldText(sent, 'greenPick'),
    fieldText(sent, 'greenText'),
  ]
  if (state === 'none') return { value: '' }
  if (pick !== '' && greenClasses.find(pick)) return { value: pick }
  if (written !== '') {
    const { code, hits } = readGreenCode(written, greenClasses)
    if (code !== null) return { value: code }
    return {
      fault:
        hits.length > 0 ? '请在下面找到的类别中选一个' : '没有找到这个类别，请换一个词查找，或填目录代码，例如 4.2.2',
    }
  }
  return state === 'some' ? { fault: '请填写类别的代码或名称，或改选其他项' } : { value: null }
}

/** A kind that is ticked counts, with or without a value; a value typed for a kind that is not ticked is a mistake. */
function readSecurities(sent: SubmittedFields, faults: FormFault[]): readonly Security[] | null {
  const chosen = readChosen(fieldTexts(sent, 'securities'), fieldText(sent, 'securitiesNone') !== '', SECURITY_KINDS)
  if ('fault' in chosen) {
    faults.push(fault('securities', `担保：${chosen.fault}`))
    return null
  }
  const ticked = new Set(chosen.value ?? [])
  const securities = SECURITY_KINDS.flatMap((kind, place): Security[] => {
    const read = readWanField(fieldText(sent, securityField(place)))
    if ('fault' in read) faults.push(fault(securityField(place), `${kind}价值：${read.fault}`))
    else if (!ticked.has(kind) && read.value !== null) {
      faults.push(fault(securityField(place), `${kind}：填了价值但没有勾选，请勾选或清空价值`))
    }
    return ticked.has(kind) ? [{ kind, valueFen: 'fault' in read ? null : read.value }] : []
  })
  return chosen.value === null ? null : securities
}
