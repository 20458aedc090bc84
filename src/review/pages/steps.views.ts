import {
  actionsFor,
  MOVES,
  moverOf,
  REFUSALS,
  moveTitle,
  type MoveAction,
  type Application,
} from '../../applications/index.js'
import type { LawDate } from '../../kernel/dates.js'
import { wanFromFen } from '../../kernel/money.js'
import { pctFromBp } from '../../kernel/percent.js'
import type { Vocabulary } from '@lueqiao/matching-engine'
import { paths } from '../../paths.js'
import type { Typed } from '../../web/form.js'
import type { CaseFile } from '../rules/case-file.js'
import { CONTACT_WAYS, pickField } from './step.form.js'
import { mayVisit } from '../use-cases/plan-visit.js'
import { codesFor, nameableConditions, keyOf } from '../rules/refusal.js'
import { amountAtStake } from '../rules/threshold.js'
import { describeCondition } from '@lueqiao/matching-engine'

/** The steps of a bank that have a form, in their usual order. */
export const STEPS = ['claim', 'contact', 'review', 'offer', 'ask', 'visit', 'approve', 'decline', 'reopen'] as const
export type StepName = (typeof STEPS)[number]

const HINTS: Readonly<Record<StepName, string>> = {
  claim: '由您负责，开始首次联系计时',
  contact: '开始初步方案计时',
  review: '计时继续',
  offer: '停止本环节计时',
  ask: '计时暂停',
  visit: '计时继续，企业会收到通知',
  approve: '超过门槛须双人审批',
  decline: '须选原因并对应条件',
  reopen: '开始初步方案计时',
}

const ACTIONS_OF: Readonly<Record<Exclude<StepName, 'visit'>, readonly MoveAction[]>> = {
  claim: ['claim'],
  contact: ['contact'],
  review: ['review'],
  offer: ['offer', 'revise'],
  ask: ['ask'],
  approve: ['approve'],
  decline: ['decline'],
  reopen: ['reopen'],
}

/** The steps this person may take now by the state table; a pending proposal blocks a second one. */
export function stepsFor(application: Application, user: Express.User): readonly StepName[] {
  const allowed = actionsFor(application, moverOf(user).kind)
  const { proposal } = application
  const barred = proposal !== null && (user.role !== 'manager' || proposal.byId === user.id)
  return STEPS.filter((step) => {
    if (step === 'visit') return mayVisit(application)
    if (barred && (step === 'approve' || step === 'decline')) return false
    return ACTIONS_OF[step].some((action) => allowed.includes(action))
  })
}

export function stepTitle(step: StepName, { state, proposal }: Pick<Application, 'state' | 'proposal'>): string {
  if (step === 'visit') return '预约走访'
  const other = proposal === null ? '' : '（改为您自己的决定）'
  if (step === 'ask') return '请企业补充'
  if (step === 'approve') return `审批通过${other}`
  if (step === 'decline') return `${moveTitle('decline', state)}${other}`
  const action = step === 'offer' && state === 'offered' ? 'revise' : step
  return MOVES[action].title
}

/** The choice of the next step as links, so that it works without a script. */
export function stepChoices(application: Application, user: Express.User, current: StepName | null, tab: string) {
  return stepsFor(application, user).map((step) => ({
    step,
    title: stepTitle(step, application),
    hint: HINTS[step],
    current: step === current,
    href: `${paths.bankApplication({ id: application.id }, { tab: tab === 'rules' ? undefined : tab, do: step })}#next`,
  }))
}

type StepFormInput = {
  readonly application: Application
  readonly file: CaseFile
  readonly names: Vocabulary
  readonly today: LawDate
  /** What was typed; null for the usual values. */
  readonly typed: Typed | null
}

/** The choices and values of the simpler forms; the terms have a view of their own. */
export function stepForm(step: StepName, { application, file, names, today, typed }: StepFormInput) {
  const values: Typed = typed ?? usual(step, application, today)
  return {
    values,
    ways: CONTACT_WAYS,
    picks: application.documents.map(({ title, evidenceIds, required }, place) => ({
      field: pickField(place),
      title: `${title}${evidenceIds.length > 0 ? `（已有 ${evidenceIds.length} 份文件）` : required ? '（必备，还没有）' : '（还没有）'}`,
      chosen: (values[pickField(place)] ?? '') !== '',
    })),
    codes: codesFor(file).map((code) => ({
      value: code,
      text: `${REFUSALS[code].title}${REFUSALS[code].condition ? '（须选对应条件）' : ''}`,
    })),
    conditions: conditionGroups(file, names),
    most: wanFromFen(amountAtStake(application)),
  }
}

/** Conditions to name in a refusal: those that were not met first. */
function conditionGroups(file: CaseFile, names: Vocabulary) {
  const leaves = nameableConditions(file)
  const group = (title: string, of: typeof leaves) => ({
    title,
    options: of.map((leaf) => ({ value: keyOf(leaf), text: describeCondition(leaf, names) })),
  })
  return [
    group(
      '提交时不符合',
      leaves.filter(({ state }) => state === 'fail'),
    ),
    group(
      '提交时待补充',
      leaves.filter(({ state }) => state === 'unknown'),
    ),
    group(
      '提交时符合（核实后不属实）',
      leaves.filter(({ state }) => state === 'pass'),
    ),
  ].filter(({ options }) => options.length > 0)
}

function usual(step: StepName, application: Application, today: LawDate): Typed {
  const terms = application.offer?.terms
  if (step === 'contact') return { on: today }
  if (step !== 'approve' || terms === undefined) return {}
  return {
    amount: String(wanFromFen(amountAtStake(application))),
    rate: String(pctFromBp(terms.rateBp)),
    months: String(terms.months),
    conditions: terms.conditions,
  }
}
