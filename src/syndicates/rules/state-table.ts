/**
 * The one table of a syndicate's states and moves. Pages ask it which forms to show, use cases whether a move may be
 * made, tests that every other pair is refused.
 */
export const SYNDICATE_STATES = [
  'forming',
  'confirming',
  'inviting',
  'signed',
  'drawing',
  'repaying',
  'closed',
  'terminated',
] as const
export type SyndicateState = (typeof SYNDICATE_STATES)[number]

/**
 * Who makes a move: the bank that forms the syndicate, a bank with an open invitation, a bank that has accepted, the
 * bank that handles the money, the enterprise, or a rule of the portal carried out by itself.
 */
export type SyndicateMoverKind = 'lead' | 'invited' | 'member' | 'agent' | 'enterprise' | 'system'

/** What a move requires; the use case refuses it when one is missing. */
export type Requirement = 'reason' | 'agreement' | 'flow' | 'invitation'

export type MoveSpec = {
  readonly from: readonly SyndicateState[]
  /** `stay`: the state remains, something else changes. */
  readonly to: SyndicateState | 'stay'
  readonly by: readonly SyndicateMoverKind[]
  readonly requires: readonly Requirement[]
  /** What the timeline calls it. */
  readonly title: string
}

const OPEN = ['forming', 'confirming', 'inviting'] as const

export const SYNDICATE_MOVES = {
  revise: move(['forming'], 'stay', ['lead'], [], '修改筹组方案'),
  share: move(['forming', 'inviting'], 'stay', ['lead'], [], '调整牵头行份额'),
  invite: move(['forming', 'inviting'], 'stay', ['lead'], ['invitation'], '拟邀请银行'),
  recall: move(OPEN, 'stay', ['lead'], ['invitation', 'reason'], '收回邀请'),
  propose: move(['forming'], 'confirming', ['lead'], [], '请企业同意银团方案'),
  consent: move(['confirming'], 'inviting', ['enterprise'], ['invitation'], '企业同意，发出邀请'),
  consentMore: move(['inviting'], 'stay', ['enterprise'], ['invitation'], '企业同意增加邀请'),
  object: move(['confirming'], 'forming', ['enterprise'], ['reason'], '企业不同意，退回修改'),
  refuse: move(['inviting'], 'stay', ['enterprise'], ['invitation', 'reason'], '企业不同意邀请该行'),
  accept: move(['inviting'], 'stay', ['invited'], ['invitation'], '接受邀请'),
  decline: move(['inviting'], 'stay', ['invited'], ['invitation', 'reason'], '婉拒邀请'),
  lapse: move(['inviting'], 'stay', ['system'], ['invitation'], '邀请到期未答复'),
  retract: move(['inviting'], 'stay', ['member'], ['invitation', 'reason'], '签约前退出'),
  sign: move(['inviting'], 'signed', ['lead'], ['agreement'], '签订银团协议'),
  draw: move(['signed', 'drawing'], 'drawing', ['agent'], ['flow'], '提款'),
  repay: move(['drawing', 'repaying'], 'stay', ['agent'], ['flow'], '归还本金'),
  finish: move(['drawing'], 'repaying', ['agent', 'system'], ['reason'], '提款结束，进入还款'),
  settle: move(['repaying'], 'closed', ['system'], [], '结清'),
  terminate: move([...OPEN, 'signed'], 'terminated', ['lead', 'system'], ['reason'], '终止银团'),
  takeBack: move(OPEN, 'terminated', ['enterprise'], ['reason'], '企业收回同意，终止银团'),
} as const satisfies Readonly<Record<string, MoveSpec>>
export type SyndicateAction = keyof typeof SYNDICATE_MOVES
export const SYNDICATE_ACTIONS = Object.keys(SYNDICATE_MOVES) as readonly SyndicateAction[]

function move(
  from: readonly SyndicateState[],
  to: MoveSpec['to'],
  by: readonly SyndicateMoverKind[],
  requires: readonly Requirement[],
  title: string,
): MoveSpec {
  return { from, to, by, requires, title }
}

export const SYNDICATE_STATE_NAMES: Readonly<Record<SyndicateState, string>> = {
  forming: '筹组中',
  confirming: '待企业同意',
  inviting: '邀请中',
  signed: '已签约，待提款',
  drawing: '提款中',
  repaying: '还款中',
  closed: '已结清',
  terminated: '已终止',
}

const ENDED: ReadonlySet<SyndicateState> = new Set(['closed', 'terminated'])
export const isEnded = (state: SyndicateState): boolean => ENDED.has(state)

/** Shares are frozen by the agreement: nobody joins or leaves any more. */
const BOUND: ReadonlySet<SyndicateState> = new Set(['signed', 'drawing', 'repaying', 'closed'])
export const isBound = (state: SyndicateState): boolean => BOUND.has(state)

/** Why a move cannot be made; null when it can. Does not check the requirements. */
export function refusalOf(
  action: SyndicateAction,
  state: SyndicateState,
  by: ReadonlySet<SyndicateMoverKind>,
): 'wrong-mover' | 'wrong-state' | null {
  const spec: MoveSpec = SYNDICATE_MOVES[action]
  if (!spec.by.some((kind) => by.has(kind))) return 'wrong-mover'
  return spec.from.includes(state) ? null : 'wrong-state'
}

/** What this person may do now: which forms a page shows. */
export const actionsFor = (state: SyndicateState, by: ReadonlySet<SyndicateMoverKind>): readonly SyndicateAction[] =>
  SYNDICATE_ACTIONS.filter((action) => refusalOf(action, state, by) === null)

/** The state that a move leads to. */
export function targetOf(action: SyndicateAction, from: SyndicateState): SyndicateState {
  const { to }: MoveSpec = SYNDICATE_MOVES[action]
  return to === 'stay' ? from : to
}

/** What a recorded move is called. */
export const moveTitle = (action: string): string =>
  action === 'form' ? '发起筹组' : action in SYNDICATE_MOVES ? SYNDICATE_MOVES[action as SyndicateAction].title : action
