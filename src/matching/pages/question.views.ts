import type { FieldFault } from '../../kernel/field-fault.js'
import { paths } from '../../paths.js'
import type { Reference } from '../../reference/index.js'
import type { PageView } from '../../web/page.js'
import { emptyAnswer, type TypedAnswer } from './answer.form.js'
import { factSpec, formatValue, type FactSpec, type NextQuestion, type Vocabulary } from '@lueqiao/matching-engine'
import { controlOf, typedValue, type Control } from './fact-control.views.js'
import type { Answer, Questionnaire } from '../rules/questionnaire.js'
import type { InterimResult } from '../rules/interim-result.js'

type Why = {
  readonly sentence: string
  readonly heading: string
  readonly rows: readonly { readonly bound: string; readonly count: number; readonly width: number }[]
}

type InterimResultView = {
  readonly eligible: number
  readonly open: number
  readonly ineligible: number
  readonly answers: readonly { readonly label: string; readonly value: string; readonly href: string }[]
  readonly profile: string
}

export type QuestionView = PageView & {
  readonly action: string
  readonly csrf: string
  readonly fact: string
  readonly label: string
  readonly question: string
  readonly hint: string
  /** Why the page is shown again without a fault in the answer; usually empty. */
  readonly notice: string
  readonly fault: string
  readonly faults: readonly { readonly href: string; readonly message: string }[]
  readonly settles: string
  readonly control: Control
  readonly balance: { readonly open: boolean; readonly liabilities: string; readonly assets: string }
  readonly unknown: boolean
  readonly back: string
  readonly conclusion: string
  readonly progress: {
    readonly sentence: string
    readonly answered: string
    readonly total: number
    readonly settled: number
  }
  readonly why: Why | null
  readonly standing: InterimResultView
}

export type QuestionInput = {
  /** Null before the first answer. */
  readonly questionnaire: Questionnaire | null
  readonly spec: FactSpec
  readonly interim: InterimResult
  readonly csrf: string
  readonly notice: string
  /** The search query of a question that has a search; otherwise empty. */
  readonly search: string
  /** The answer that was sent with faults; null shows the stored answer. */
  readonly refused: { readonly typed: TypedAnswer; readonly faults: readonly FieldFault[] } | null
  readonly reference: Reference
  readonly names: Vocabulary
}

/** The page with one question. */
export function questionView(input: QuestionInput): QuestionView {
  const { questionnaire, spec, interim, refused, names } = input
  const answers = questionnaire?.answers ?? []
  const typed = refused?.typed ?? typedAnswer(spec, answers)
  const faults = refused?.faults ?? []
  const id = questionnaire?.id ?? null
  const ranked = interim.next?.fact === spec.name ? interim.next : null
  return {
    title: spec.label,
    section: 'match',
    indexed: id === null && input.search === '',
    action: id ? paths.answers({ id }) : paths.assessment({}),
    csrf: input.csrf,
    fact: spec.name,
    label: spec.label,
    question: spec.question,
    hint: spec.hint,
    notice: input.notice,
    fault: faults.find((fault) => fault.field === 'answer')?.message ?? '',
    faults: faults.map(({ field, message }) => ({ href: field ? `#${field}` : '', message })),
    settles: ranked ? settlesSentence(ranked) : '',
    control: controlOf(spec, typed, names, {
      ...input,
      searchAt: (q) => questionHref(id, { fact: spec.name, ...(q && { q }) }),
    }),
    balance: {
      open: (typed.liabilities + typed.assets).trim() !== '',
      liabilities: typed.liabilities,
      assets: typed.assets,
    },
    unknown: typed.unknown,
    back: previousHref(id, spec.name, answers),
    conclusion: id ? paths.conclusion({ id }) : '',
    progress: {
      sentence: `已确定 ${interim.total - interim.open} 个产品，还有 ${interim.open} 个待定`,
      answered: `已答 ${answers.length} 题`,
      total: interim.total,
      settled: interim.total - interim.open,
    },
    why: ranked && whyView(ranked, spec),
    standing: interimResultView(id, answers, interim, names),
  }
}

const questionHref = (id: string | null, query: Readonly<Record<string, string>> = {}) =>
  id ? paths.questionnaire({ id }, query) : paths.assessment({}, query)

/** The stored answer as the form's fields hold it. */
function typedAnswer(spec: FactSpec, answers: readonly Answer[]): TypedAnswer {
  const answer = answers.find((one) => one.fact === spec.name)
  // “不清楚” is not ticked again: a ticked box would contradict a newly typed answer.
  if (answer?.state !== 'known') return emptyAnswer
  return { ...emptyAnswer, ...typedValue(spec, answer.value) }
}

const settlesSentence = ({ settles, using }: NextQuestion) =>
  settles > 0 ? `回答后最多可确定 ${settles} 个产品` : `有 ${using} 个待定产品用到这一项`

const ROWS_SHOWN = 6

function whyView({ settles, undecided, using, bounds }: NextQuestion, spec: FactSpec): Why {
  const used = `待定的 ${undecided} 个产品里，有 ${using} 个看这一项`
  const settled = settles > 0 ? `，一次回答最多可确定 ${settles} 个，是剩余问题中最有用的` : ''
  const most = Math.max(1, ...bounds.map((bound) => bound.count))
  return {
    sentence: `${used}${settled}${bounds.length > ROWS_SHOWN ? `。最常见的 ${ROWS_SHOWN} 种门槛：` : bounds.length ? '。各自的门槛：' : '。'}`,
    heading: `${spec.label}门槛`,
    rows: bounds
      .slice(0, ROWS_SHOWN)
      .map(({ text, count }) => ({ bound: text, count, width: Math.round((count / most) * 100) })),
  }
}

/** The address of the previous answer, or of the last one when this question has no answer yet. */
function previousHref(id: string | null, fact: string, answers: readonly Answer[]): string {
  const place = answers.findIndex((one) => one.fact === fact)
  const before = place < 0 ? answers.at(-1) : answers[place - 1]
  return id && before ? paths.questionnaire({ id }, { fact: before.fact }) : ''
}

function interimResultView(
  id: string | null,
  answers: readonly Answer[],
  interim: InterimResult,
  names: Vocabulary,
): InterimResultView {
  return {
    eligible: interim.eligible,
    open: interim.open,
    ineligible: interim.ineligible,
    answers: answers.map((answer) => ({
      label: factSpec(answer.fact).label,
      value: answer.state === 'known' ? formatValue(answer.fact, answer.value, names) : '不清楚',
      href: id ? paths.questionnaire({ id }, { fact: answer.fact }) : '',
    })),
    profile: id ? paths.profile({ id }) : paths.newProfile({}),
  }
}

export type SettledView = PageView & {
  readonly csrf: string
  readonly notice: string
  readonly conclusion: string
  readonly standing: ReturnType<typeof interimResultView>
}

type SettledInput = {
  readonly questionnaire: Questionnaire
  readonly interim: InterimResult
  readonly csrf: string
  readonly notice: string
  readonly names: Vocabulary
}

/** The page of a questionnaire in which no further answer can change a verdict. */
export function settledView({ questionnaire, interim, csrf, notice, names }: SettledInput): SettledView {
  const { id, answers } = questionnaire
  return {
    title: '已经问完',
    section: 'match',
    indexed: false,
    csrf,
    notice,
    conclusion: paths.conclusion({ id }),
    standing: interimResultView(id, answers, interim, names),
  }
}
