import { wanFromFen, type Fen, wanText, exactWanText } from '../../kernel/money.js'
import { formatSharePct } from '../../kernel/percent.js'
import { formatValue, type Vocabulary } from '@lueqiao/matching-engine'
import type { Reference } from '../../reference/index.js'
import type { FormFault } from '../../web/form.js'
import { securityValueFen, type Need, type NeedTerms } from '../rules/need.js'
import { ratioPct } from '../rules/year-figures.js'
import { fieldTexts, fieldText, readGreenCode, type SubmittedFields } from './submitted-fields.js'
import { APPROVALS, PURPOSES, SECURITY_KINDS, securityField } from './need.form.js'
import { resubmittedFields, conflictRow, type ConflictView } from './conflict.views.js'

const EMPTY = '未填写'

/** What a form would send for saved terms: the inverse of reading it. */
export function fieldsOfTerms(terms: NeedTerms): SubmittedFields {
  const sent = new Map<string, string | readonly string[]>([['title', terms.title]])
  const put = (name: string, value: string | number | null) => {
    if (value !== null) sent.set(name, String(value))
  }
  put('amount', wan(terms.amountFen))
  put('termMonths', terms.termMonths)
  put('purpose', terms.purpose)
  put('greenState', terms.greenCode === null ? null : terms.greenCode === '' ? 'none' : 'some')
  put('greenText', terms.greenCode === '' ? null : terms.greenCode)
  put('investment', wan(terms.investmentFen))
  put('ownFunds', wan(terms.ownFundsFen))
  if (terms.approvals) sent.set(...listField('approvals', terms.approvals))
  if (terms.securities) {
    sent.set(
      ...listField(
        'securities',
        terms.securities.map(({ kind }) => kind),
      ),
    )
    for (const { kind, valueFen } of terms.securities) put(securityField(SECURITY_KINDS.indexOf(kind)), wan(valueFen))
  }
  put('registered', terms.securityRegistered === null ? null : terms.securityRegistered ? 'yes' : 'no')
  put('energySaving', terms.energySavingTce)
  put('carbonReduction', terms.carbonReductionT)
  return sent
}

const listField = (name: string, items: readonly string[]): [string, string | readonly string[]] =>
  items.length > 0 ? [name, items] : [`${name}None`, '1']

const wan = (fen: Fen | null) => (fen === null ? null : wanFromFen(fen))

/** The form of a need, filled with what was typed or saved. */
export function needFields(
  sent: SubmittedFields,
  faults: readonly FormFault[],
  wasSearched: boolean,
  { greenClasses }: Reference,
  names: Vocabulary,
) {
  const written = fieldText(sent, 'greenText')
  const found = wasSearched && written !== '' ? readGreenCode(written, greenClasses) : { code: null, hits: [] }
  const named = names.greenClasses.get(written)
  return {
    typed: Object.fromEntries([...sent].filter((entry): entry is [string, string] => typeof entry[1] === 'string')),
    faultOf: Object.fromEntries(faults.map(({ field, message }) => [field, message])),
    purposes: PURPOSES.map((value) => ({ value, chosen: fieldText(sent, 'purpose') === value })),
    greenText: named === undefined ? written : `${written} ${named}`,
    greenFound: foundSentence(wasSearched && written !== '', found.hits.length, found.code !== null),
    greenPicks: found.hits.map(({ code, name }, place) => ({
      id: `g${place + 1}`,
      value: code,
      label: `${code} ${name}`,
      chosen: (fieldText(sent, 'greenPick') || found.code) === code,
    })),
    approvals: APPROVALS.map((value, place) => ({
      id: `a${place + 1}`,
      value,
      chosen: fieldTexts(sent, 'approvals').includes(value),
    })),
    securities: SECURITY_KINDS.map((kind, place) => ({
      id: `s${place + 1}`,
      field: securityField(place),
      kind,
      chosen: fieldTexts(sent, 'securities').includes(kind),
      value: fieldText(sent, securityField(place)),
      fault: faults.find(({ field }) => field === securityField(place))?.message ?? '',
    })),
  }
}

function foundSentence(searched: boolean, hits: number, exact: boolean): string {
  if (!searched) return ''
  if (hits > 0) return `找到 ${hits} 个类别，请选一个再保存`
  return exact ? '已对上目录中的类别，直接保存即可' : '没有找到，请换一个词，或填目录代码，例如 4.2.2'
}

/** The terms of a need as people read them. */
export function termRows(
  terms: NeedTerms,
  names: Vocabulary,
): readonly { readonly label: string; readonly value: string }[] {
  const ownPct = ratioPct(terms.ownFundsFen, terms.investmentFen)
  const rows: readonly (readonly [string, string])[] = [
    ['贷款金额', money(terms.amountFen)],
    ['贷款期限', terms.termMonths === null ? EMPTY : `${terms.termMonths} 个月`],
    ['资金用途', terms.purpose ?? EMPTY],
    ['绿色类别', formatValue('need.greenCode', terms.greenCode, names)],
    ['项目总投资', money(terms.investmentFen)],
    [
      '自有资金',
      ownPct === null ? money(terms.ownFundsFen) : `${money(terms.ownFundsFen)}，占 ${formatSharePct(ownPct)}`,
    ],
    ['项目手续', formatValue('need.approvals', terms.approvals, names)],
    ['担保', securityWords(terms)],
    ['担保价值合计', terms.securities === null ? EMPTY : sumWords(securityValueFen(terms.securities))],
    ['质押登记', formatValue('need.securityRegistered', terms.securityRegistered, names)],
    ['年节能量', formatValue('need.energySavingTce', terms.energySavingTce, names)],
    ['年减排量', formatValue('need.carbonReductionT', terms.carbonReductionT, names)],
  ]
  return rows.map(([label, value]) => ({ label, value }))
}

const money = (fen: Fen | null) => (fen === null ? EMPTY : wanText(fen))
const sumWords = (fen: Fen | null) => (fen === null ? '有一项价值未填写，暂不合计' : exactWanText(fen))

function securityWords({ securities }: NeedTerms): string {
  if (securities === null) return EMPTY
  if (securities.length === 0) return '没有'
  return securities.map(({ kind, valueFen }) => `${kind}${valueFen === null ? '' : ` ${money(valueFen)}`}`).join('、')
}

/** “800 万元，36 个月，设备购置” */
export function needSentence({ amountFen, termMonths, purpose }: NeedTerms): string {
  const parts = [
    amountFen === null ? '金额未填写' : money(amountFen),
    termMonths === null ? '期限未填写' : `${termMonths} 个月`,
    purpose ?? '用途未填写',
  ]
  return parts.join('，')
}

/** Both values of a need that someone else changed in the meantime. */
export function needConflict(input: {
  terms: NeedTerms
  current: Need
  sent: SubmittedFields
  names: Vocabulary
  action: string
  back: string
}): ConflictView {
  const theirs = termRows(input.current, input.names)
  const rows = termRows(input.terms, input.names).map(({ label, value }, place) =>
    conflictRow(label, value, theirs[place]?.value ?? EMPTY),
  )
  return {
    what: input.current.title,
    rows: [conflictRow('名称', input.terms.title, input.current.title), ...rows],
    action: input.action,
    fields: resubmittedFields(input.sent, input.current.version),
    back: input.back,
  }
}
