import type { Application, Dimensions } from '../applications/index.js'
import { wanText } from '../kernel/money.js'
import { groupDigits } from '../kernel/text.js'
import type { Vocabulary } from '@lueqiao/matching-engine'
import type { SharedFact } from './syndicate.js'

const NOT_KNOWN = '未填写'

type Named = {
  readonly key: string
  readonly label: string
  readonly text: (of: Dimensions, vocabulary: Vocabulary) => string | null
}

const coded = (code: string | null, names: ReadonlyMap<string, string>) =>
  code === null ? null : [code, names.get(code)].filter(Boolean).join(' ')
const amountOf = (value: number | null, unit: string) => (value === null ? null : `${groupDigits(value, 2)} ${unit}`)

/** What a lead may show of a project: facts that were frozen when the enterprise applied, nothing of its people. */
const FACTS: readonly Named[] = [
  { key: 'division', label: '所在师市', text: ({ division }) => (division === 'none' ? '兵团以外' : division) },
  { key: 'industry', label: '行业', text: ({ industry }, { industries }) => coded(industry, industries) },
  { key: 'size', label: '企业规模', text: ({ sizeClass }) => sizeClass },
  { key: 'ownership', label: '所有制', text: ({ ownership }) => ownership },
  { key: 'years', label: '经营年限', text: ({ yearsInOperation }) => amountOf(yearsInOperation, '年') },
  {
    key: 'green',
    label: '绿色目录类别',
    text: ({ greenCode }, { greenClasses }) => (greenCode === '' ? '不属于绿色目录' : coded(greenCode, greenClasses)),
  },
  { key: 'use', label: '资金用途', text: ({ purpose }) => purpose },
  {
    key: 'investment',
    label: '项目总投资',
    text: ({ investmentFen }) => (investmentFen === null ? null : wanText(investmentFen)),
  },
  { key: 'saving', label: '年节能量', text: ({ energySavingTce }) => amountOf(energySavingTce, '吨标准煤') },
  { key: 'reduction', label: '年减排量', text: ({ carbonReductionT }) => amountOf(carbonReductionT, '吨二氧化碳') },
]

export const FACT_KEYS = FACTS.map(({ key }) => key)

/** All that could be shown of the project behind an application; what is not known says so. */
export function factsOfProject({ dimensions }: Pick<Application, 'dimensions'>, vocabulary: Vocabulary): SharedFact[] {
  return FACTS.map(({ key, label, text }) => ({ key, label, text: text(dimensions, vocabulary) ?? NOT_KNOWN }))
}
