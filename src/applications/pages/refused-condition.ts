import { findFactSpec } from '@lueqiao/matching-engine'
import type { Refusal } from '../application.js'

/** What a refusal rests on, in the enterprise's words. */
export type RefusedCondition = { readonly label: string; readonly sentence: string }

/**
 * What the enterprise reads of the condition behind a refusal; null where there is none. Of a fact that the bank did not
 * find confirmed the portal's own verdict is left out, since it rests on the value that is in doubt.
 */
export function refusedCondition(refusal: Pick<Refusal, 'code' | 'condition'> | null): RefusedCondition | null {
  if (!refusal?.condition) return null
  const { fact, sentence, stated } = refusal.condition
  if (refusal.code !== 'fact-not-confirmed') {
    return sentence.endsWith('，符合') ? null : { label: '没有满足的条件', sentence }
  }
  const name = findFactSpec(fact)?.label ?? '申报的内容'
  const found = stated ? `您填报的是 ${stated}，银行核实的结果与此不一致。` : '银行核实的结果与您填报的不一致。'
  return { label: '核实不一致的内容', sentence: `${name}。${found}` }
}
