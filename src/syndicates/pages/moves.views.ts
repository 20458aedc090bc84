import type { FormFault, Typed } from '../../web/form.js'
import type { Action } from '../state-table.js'
import { fieldOf, type Field } from './fields.js'
import { MOVE_SPECS, type About } from './move-specs.views.js'

/** One form of the page: a move that this person may make now. */
export type MoveFormView = {
  readonly action: Action
  readonly title: string
  readonly note: string
  readonly button: string
  readonly danger: boolean
  /** Folded away unless it is the usual next step, or came back with faults. */
  readonly open: boolean
  readonly fields: readonly Field[]
}

/** A form that was refused: whose, what was typed, what is wrong. */
export type RefusedMove = { readonly action: Action; readonly typed: Typed; readonly faults: readonly FormFault[] }

/** The forms of the moves that somebody may make, the usual next step first. */
export function moveFormsOf(
  actions: readonly Action[],
  about: About,
  refused: RefusedMove | null,
): readonly MoveFormView[] {
  return ORDER.filter((action) => actions.includes(action)).flatMap((action): MoveFormView[] => {
    const spec = MOVE_SPECS[action]?.(about)
    if (!spec) return []
    const own = refused?.action === action ? refused : null
    return [
      {
        action,
        title: spec.title,
        note: spec.note ?? '',
        button: spec.button,
        danger: spec.danger ?? false,
        open: own !== null || (spec.open ?? false),
        fields: (spec.fields ?? []).map((field) => fieldOf(field, own?.typed ?? null, own?.faults ?? [])),
      },
    ]
  })
}

const ORDER: readonly Action[] = [
  ...(['consent', 'consentMore', 'accept', 'draw', 'repay', 'invite', 'propose', 'sign', 'share'] as const),
  ...(['finish', 'decline', 'retract', 'recall', 'refuse', 'object', 'takeBack', 'terminate'] as const),
]
