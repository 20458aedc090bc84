/**
 * Every sentence about a condition: one line per (operator, state), with variants where Chinese needs another word.
 * Placeholders in braces are filled from the rule, so that text and rule always agree.
 *
 * {label} the fact   {bound} the threshold   {base} the fact a bound is relative to   {sum} the calculated bound
 * {actual} the enterprise's value   {gap} how far it is from the bound   {lack} missing members
 * {extra} members that must not be present   {missing} the facts still to be answered
 */
import type { Operator, State } from './types.js'

type Sentences = { readonly condition: string } & Readonly<Record<State, string>>

/** Kinds of wording: measured values (money and percent are high or low), counted ones (many or few), words, sets. */
export type Wording = 'level' | 'count' | 'relative' | 'word' | 'code' | 'set'

const UNKNOWN = '您尚未填写，补充后即可判定'
const MISSING = '{missing}尚未填写，补充后即可判定'

function sentences(condition: string, fail: string, must = condition): Sentences {
  return {
    condition,
    pass: `${must}，您是 {actual}，符合`,
    fail: `${must}，您是 {actual}，${fail}`,
    unknown: `${must}，${UNKNOWN}`,
  }
}

function word(condition: string, must: string): Sentences {
  return {
    condition,
    pass: `${must}，您是{actual}，符合`,
    fail: `${must}，您是{actual}，不符合`,
    unknown: `${must}，${UNKNOWN}`,
  }
}

function coded(condition: string, must: string): Sentences {
  return {
    condition,
    pass: `${must}，您填写的是{actual}，符合`,
    fail: `${must}，您填写的是{actual}，不符合`,
    unknown: `${must}，${UNKNOWN}`,
  }
}

function relative(verb: string, fail: string): Sentences {
  const must = `{label}须${verb}{base}（{sum}）`
  return {
    condition: `{label}${verb}{base}`,
    pass: `${must}，您是 {actual}，符合`,
    fail: `${must}，您是 {actual}，${fail}`,
    unknown: `{label}须${verb}{base}，${MISSING}`,
  }
}

const NUMBER_LISTS = {
  '=': sentences('{label}等于 {bound}', '相差 {gap}', '{label}须等于 {bound}'),
  '!=': sentences('{label}不等于 {bound}', '不符合', '{label}须不等于 {bound}'),
  in: sentences('{label}为 {bound}之一', '不在其中', '{label}须为 {bound}之一'),
  notIn: sentences('{label}不为 {bound}', '不符合', '{label}须不为 {bound}'),
}

/** (wording, operator) → its four sentences. */
export const SENTENCES: Readonly<Record<Wording, Readonly<Partial<Record<Operator, Sentences>>>>> = {
  level: {
    ...NUMBER_LISTS,
    '>=': sentences('{label}不低于 {bound}', '低 {gap}', '{label}须不低于 {bound}'),
    '<=': sentences('{label}不高于 {bound}', '高 {gap}', '{label}须不高于 {bound}'),
    '>': sentences('{label}高于 {bound}', '{gap}', '{label}须高于 {bound}'),
    '<': sentences('{label}低于 {bound}', '{gap}', '{label}须低于 {bound}'),
    between: sentences('{label}在 {bound}之间', '{gap}', '{label}须在 {bound}之间'),
  },
  count: {
    ...NUMBER_LISTS,
    '>=': sentences('{label}不少于 {bound}', '少 {gap}', '{label}须不少于 {bound}'),
    '<=': sentences('{label}不超过 {bound}', '多 {gap}', '{label}须不超过 {bound}'),
    '>': sentences('{label}多于 {bound}', '{gap}', '{label}须多于 {bound}'),
    '<': sentences('{label}少于 {bound}', '{gap}', '{label}须少于 {bound}'),
    between: sentences('{label}在 {bound}之间', '{gap}', '{label}须在 {bound}之间'),
  },
  relative: {
    '>=': relative('不少于', '少 {gap}'),
    '<=': relative('不超过', '多 {gap}'),
    '>': relative('多于', '{gap}'),
    '<': relative('少于', '{gap}'),
    '=': relative('等于', '相差 {gap}'),
    '!=': relative('不等于', '不符合'),
  },
  word: {
    '=': word('{label}为{bound}', '{label}须为{bound}'),
    '!=': word('{label}不为{bound}', '{label}不能为{bound}'),
    in: word('{label}为{bound}', '{label}须为{bound}'),
    notIn: word('{label}不为{bound}', '{label}不能为{bound}'),
  },
  code: {
    '=': coded('{label}为{bound}', '{label}须为{bound}'),
    '!=': coded('{label}不为{bound}', '{label}不能为{bound}'),
    in: coded('{label}为{bound}', '{label}须为{bound}'),
    notIn: coded('{label}不为{bound}', '{label}不能为{bound}'),
    prefixIn: coded('{label}属于{bound}', '{label}须属于{bound}'),
  },
  set: {
    hasAny: {
      condition: '{label}含{bound}',
      pass: '{label}须含{bound}，您{actual}，符合',
      fail: '{label}须含{bound}，您{actual}，不符合',
      unknown: `{label}须含{bound}，${UNKNOWN}`,
    },
    hasAll: {
      condition: '{label}齐备{bound}',
      pass: '{label}须齐备{bound}，您都有，符合',
      fail: '{label}须齐备{bound}，您{actual}，还缺{lack}',
      unknown: `{label}须齐备{bound}，${UNKNOWN}`,
    },
    hasNone: {
      condition: '{label}不含{bound}',
      pass: '{label}不能含{bound}，您没有，符合',
      fail: '{label}不能含{bound}，您有{extra}，不符合',
      unknown: `{label}不能含{bound}，${UNKNOWN}`,
    },
  },
}

/** A yes-or-no condition; {must} is the requirement, {actual} the phrase for the enterprise's value. */
export const YES_NO_SENTENCES: Readonly<Record<State, string>> = {
  pass: '{must}，您{actual}，符合',
  fail: '{must}，您{actual}，不符合',
  unknown: `{must}，${UNKNOWN}`,
}

/** Conditions with sentences of their own, by `fact op value`. */
export const SPECIAL_SENTENCES: ReadonlyMap<string, Sentences> = new Map([
  ['enterprise.division != none', word('在兵团各师注册', '须在兵团各师注册')],
  ['need.energySavingTce > 0', sentences('项目能够节能', '{gap}', '项目须能够节能')],
  ['need.carbonReductionT > 0', sentences('项目能够减排', '{gap}', '项目须能够减排')],
])

/** The sentences of a group; {routes} lists the routes, {nearest} is the one nearest to being met. */
export const GROUP_SENTENCES = {
  any: {
    condition: '以下任一：{routes}',
    pass: '满足以下任一即可，您已满足：{nearest}',
    fail: '须满足以下任一，目前都不满足；最接近的是：{nearest}',
    unknown: '须满足以下任一，尚待补充；最接近的是：{nearest}',
  },
  all: {
    condition: '{routes}',
    pass: '{count} 项条件全部符合',
    fail: '{count} 项条件中有 {failing} 项不符合',
    unknown: '{count} 项条件中有 {unknown} 项待补充，其余符合',
  },
  not: {
    condition: '不属于以下情形：{routes}',
    pass: '不能属于以下情形，您不属于，符合：{routes}',
    fail: '不能属于以下情形，您属于，不符合：{routes}',
    unknown: '不能属于以下情形，尚待补充：{routes}',
  },
} as const satisfies Record<string, Sentences>

export type YesNoPhrases = {
  readonly yes: string
  readonly no: string
  readonly mustYes: string
  readonly mustNo: string
  readonly shortYes: string
  readonly shortNo: string
}

function phrases(yes: string, no: string, mustYes: string, mustNo: string, short: readonly [string, string]) {
  return { yes, no, mustYes, mustNo, shortYes: short[0], shortNo: short[1] }
}

/** Yes and no of every boolean fact as phrases: as a state, as a demand, and short for a table cell. */
export const YES_NO: ReadonlyMap<string, YesNoPhrases> = new Map([
  [
    'enterprise.overdueNow',
    phrases('有逾期未还的贷款', '没有逾期未还的贷款', '须有逾期未还的贷款', '不能有逾期未还的贷款', ['有', '没有']),
  ],
  [
    'enterprise.dishonest',
    phrases('被列为失信被执行人', '没有被列为失信被执行人', '须被列为失信被执行人', '不能被列为失信被执行人', [
      '有',
      '没有',
    ]),
  ],
  [
    'enterprise.environmentalPenalty24m',
    phrases(
      '近 24 个月受过环保处罚',
      '近 24 个月没有环保处罚',
      '近 24 个月须受过环保处罚',
      '近 24 个月不能受过环保处罚',
      ['有', '没有'],
    ),
  ],
  [
    'enterprise.carbonMarket',
    phrases('持有碳排放配额', '没有碳排放配额', '须持有碳排放配额', '不能持有碳排放配额', ['是', '不是']),
  ],
  [
    'need.securityRegistered',
    phrases('已办理质押登记', '没有办理质押登记', '须已办理质押登记', '不能已办理质押登记', ['已办理', '未办理']),
  ],
])

/** Display names of choices whose stored value is not readable. */
export const CHOICE_NAMES: ReadonlyMap<string, string> = new Map([
  ['enterprise.division=none', '兵团以外'],
  ...['A', 'B', 'M', 'C', 'D'].map((grade) => [`enterprise.taxGrade=${grade}`, `${grade} 级`] as const),
])

export const WORDS = {
  yes: '是',
  no: '否',
  notGiven: '未填写',
  none: '没有',
  notGreen: '不属于绿色项目',
  noneOfThem: '一项也没有',
  has: '有{list}',
  comma: '、',
  or: '或',
  and: '和',
  also: '，且',
  routes: '；',
  quotes: '“{name}”',
  points: '{gap} 个百分点',
  more: '{list}等 {count} 类',
  times: '{base}的 {times} 倍',
  share: '{base}的 {times}%',
  sum: '{value} × {times} = {result}',
  range: '{from}到 {to}',
  low: '低 {gap}',
  high: '高 {gap}',
  few: '少 {gap}',
  many: '多 {gap}',
  atBound: '恰好等于门槛，不符合',
} as const

/** The threshold alone, for a table column. */
export const SHORT_BOUNDS: Readonly<Record<Operator, string>> = {
  '>=': '≥ {bound}',
  '<=': '≤ {bound}',
  '>': '> {bound}',
  '<': '< {bound}',
  '=': '{bound}',
  '!=': '不是{bound}',
  between: '{from} – {to}',
  in: '{bound}',
  notIn: '不是{bound}',
  prefixIn: '{bound}',
  hasAny: '任一：{bound}',
  hasAll: '齐备：{bound}',
  hasNone: '不含：{bound}',
}
