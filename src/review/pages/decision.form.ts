import { REFUSAL_CODES, REFUSALS, type Application } from '../../applications/index.js'
import { exactWanText } from '../../kernel/money.js'
import type { Vocabulary } from '@lueqiao/matching-engine'
import type { CaseFile } from '../rules/case-file.js'
import type { DecisionInput } from '../use-cases/decide.js'
import { codesFor, nameableConditions, keyOf, isNameable, refusalOf } from '../rules/refusal.js'
import { amountAtStake } from '../rules/threshold.js'
import { FormReader } from './form-reader.js'
import { MOST_MONTHS, MOST_RATE_PCT } from './terms.form.js'

export type ParsedDecision = { readonly reading: FormReader; readonly answer: DecisionInput | null }

/** Reads an approval: no more than was chosen, and a word where it is worse than what the enterprise chose. */
export function readApproval(body: unknown, application: Application): ParsedDecision {
  const reading = new FormReader(body, ['amount', 'rate', 'months', 'conditions'])
  const most = amountAtStake(application)
  const maxWords = `不能超过企业选定的 ${exactWanText(most)}`
  const amountFen = reading.wan('amount', '批准金额', { max: most, maxWords })
  const rateBp = reading.percent('rate', '年利率', { min: 0.01, max: MOST_RATE_PCT })
  const months = reading.months('months', '期限', MOST_MONTHS)
  const conditions = reading.text('conditions', '批准条件', { max: 1000 })
  const chosen = application.offer?.terms
  if (reading.ok && chosen && conditions === '' && (amountFen < most || rateBp > chosen.rateBp)) {
    reading.refuse('conditions', '批准条件：金额低于或利率高于企业选定的方案，请写明原因')
  }
  return {
    reading,
    answer: reading.ok ? { kind: 'approve', decision: { amountFen, rateBp, months, conditions } } : null,
  }
}

/** Reads a refusal: a code, the specific reason, and the condition behind it where the code asks for one. */
export function readRefusal(body: unknown, file: CaseFile, names: Vocabulary): ParsedDecision {
  const reading = new FormReader(body, ['code', 'text', 'condition'])
  const code = reading.choice('code', '原因', REFUSAL_CODES)
  const text = reading.text('text', '具体说明', { min: 10, max: 1000 })
  const leaves = nameableConditions(file)
  const key = reading.raw('condition')
  const leaf = leaves.find((one) => keyOf(one) === key) ?? null
  if (key !== '' && leaf === null) reading.refuse('condition', '对应条件：请从列出的条件中选择')
  if (code === null) return { reading, answer: null }
  if (REFUSALS[code].condition) checkCondition()
  const refusal = refusalOf(code, text, REFUSALS[code].condition ? leaf : null, { names, facts: file.facts })
  return { reading, answer: reading.ok ? { kind: 'decline', refusal } : null }

  function checkCondition(): void {
    if (code === null) return
    const named = leaves.filter((one) => isNameable(code, one))
    if (leaf !== null && !isNameable(code, leaf)) {
      reading.refuse('condition', '对应条件：这一条提交时符合；核实后不属实的，原因请选“申报内容与核实结果不一致”')
    } else if (leaf === null && named.length > 0) {
      reading.refuse('condition', '对应条件：这个原因须选一条没有满足的条件，企业会看到怎样才能符合')
    } else if (!codesFor(file).includes(code)) {
      reading.refuse(
        'code',
        '原因：提交时没有不符合或待补充的条件，请选其他原因；核实后不属实的选“申报内容与核实结果不一致”',
      )
    }
  }
}
