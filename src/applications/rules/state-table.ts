/**
 * The one table of states, moves and limits (source: the portal's rules; docs/decisions). Pages ask it which buttons to
 * show, use cases whether a move may be made, tests that every other pair is refused.
 */
export const STATES = [
  'draft',
  'submitted',
  'returned',
  'open',
  'dispatched',
  'claimed',
  'contacted',
  'due_diligence',
  'offered',
  'chosen',
  'approved',
  'contracted',
  'disbursing',
  'repaying',
  'closed',
  'cancelled',
  'withdrawn',
  'declined',
  'released',
  'expired',
] as const
export type ApplicationState = (typeof STATES)[number]

/** A request that stands in the hall for every bank that fits, or one bank's handling of a request. */
export type ApplicationKind = 'hall' | 'bank'

/** Who makes a move. `system` is a rule of the portal carried out by itself. */
export type MoverKind = 'enterprise' | 'officer' | 'manager' | 'bureau' | 'system'

/** What a move must bring along; the use case refuses it where one is missing. */
export type Requirement = 'reason' | 'list' | 'terms' | 'decision' | 'refusal' | 'contract' | 'drawdown'

/** Where a move leads; `before` is the state from which the enterprise was asked. */
type Target = ApplicationState | 'before'

export type MoveSpec = {
  readonly kind: ApplicationKind
  readonly from: readonly ApplicationState[]
  readonly to: Target
  readonly by: readonly MoverKind[]
  readonly requires: readonly Requirement[]
  /** What the timeline calls it. */
  readonly title: string
}

const BANK = ['officer', 'manager'] as const
const AT_THE_BANK = ['submitted', 'claimed', 'contacted', 'due_diligence', 'chosen'] as const

/** By action: a name is used by one kind only. */
export const MOVES = {
  submit: move('bank', ['draft'], 'submitted', ['enterprise', 'system', 'bureau'], [], '提交申请'),
  claim: move('bank', ['submitted'], 'claimed', BANK, [], '银行受理'),
  place: move('bank', ['open', 'dispatched'], 'claimed', ['system', 'bureau'], [], '银行获得名额'),
  contact: move('bank', ['claimed'], 'contacted', BANK, ['reason'], '首次联系'),
  review: move('bank', ['contacted'], 'due_diligence', BANK, [], '开始尽职调查'),
  ask: move('bank', AT_THE_BANK, 'returned', BANK, ['list'], '请企业补充，计时暂停'),
  answer: move('bank', ['returned'], 'before', ['enterprise'], [], '企业补充完毕'),
  offer: move('bank', ['contacted', 'due_diligence'], 'offered', BANK, ['terms'], '给出初步方案'),
  revise: move('bank', ['offered'], 'offered', BANK, ['terms'], '修改初步方案'),
  choose: move('bank', ['offered'], 'chosen', ['enterprise'], [], '企业选定方案'),
  approve: move('bank', ['chosen'], 'approved', BANK, ['decision'], '审批通过'),
  decline: move('bank', [...AT_THE_BANK, 'offered'], 'declined', BANK, ['refusal'], '不予受理或审批不通过'),
  reopen: move('bank', ['declined'], 'due_diligence', BANK, ['reason'], '重新审查'),
  sign: move('bank', ['approved'], 'contracted', BANK, ['contract'], '签订合同'),
  draw: move('bank', ['contracted', 'disbursing'], 'disbursing', BANK, ['drawdown'], '投放'),
  complete: move('bank', ['disbursing'], 'repaying', [...BANK, 'system'], [], '提款完毕，进入还款'),
  close: move('bank', ['repaying'], 'closed', [...BANK, 'system'], [], '结清'),
  cancel: move('bank', ['contracted', 'disbursing'], 'cancelled', BANK, ['reason'], '解除合同'),
  release: move(
    'bank',
    ['claimed', 'contacted', 'due_diligence'],
    'released',
    [...BANK, 'system'],
    ['reason'],
    '放弃名额',
  ),
  withdraw: move(
    'bank',
    ['draft', 'submitted', 'returned', 'claimed', 'contacted', 'due_diligence', 'offered', 'chosen', 'approved'],
    'withdrawn',
    ['enterprise', 'system'],
    ['reason'],
    '撤回申请',
  ),
  expire: move('bank', ['submitted', 'returned', 'offered'], 'expired', ['system'], ['reason'], '到期失效'),

  publish: move('hall', ['draft'], 'submitted', ['enterprise'], [], '提交到需求大厅'),
  list: move('hall', ['submitted'], 'open', ['system'], [], '在需求大厅公开'),
  fill: move('hall', ['open'], 'claimed', ['system'], [], '名额已分配'),
  reopenHall: move('hall', ['claimed'], 'open', ['system'], ['reason'], '回到需求大厅'),
  dispatch: move('hall', ['open'], 'dispatched', ['system'], ['reason'], '无人认领，转工信局'),
  assign: move('hall', ['dispatched'], 'claimed', ['bureau'], ['reason'], '工信局派单'),
  settle: move('hall', ['open', 'claimed', 'dispatched'], 'chosen', ['system'], [], '企业选定方案'),
  finish: move('hall', ['chosen'], 'closed', ['system'], [], '办结'),
  unsettle: move('hall', ['chosen'], 'open', ['system'], ['reason'], '选定的银行未批准，回到需求大厅'),
  takeBack: move(
    'hall',
    ['draft', 'submitted', 'open', 'claimed', 'dispatched'],
    'withdrawn',
    ['enterprise', 'system'],
    ['reason'],
    '撤回大厅申请',
  ),
  lapse: move('hall', ['open', 'claimed', 'dispatched'], 'expired', ['system'], ['reason'], '到期失效'),
} as const satisfies Readonly<Record<string, MoveSpec>>
export type MoveAction = keyof typeof MOVES
export const ACTIONS = Object.keys(MOVES) as readonly MoveAction[]

function move(
  kind: ApplicationKind,
  from: readonly ApplicationState[],
  to: Target,
  by: readonly MoverKind[],
  requires: readonly Requirement[],
  title: string,
): MoveSpec {
  return { kind, from, to, by, requires, title }
}

/** The title of a recorded move. A refusal before the bank accepted the application is called differently. */
export function moveTitle(action: string, from?: ApplicationState): string {
  if (action === 'decline' && from !== undefined) return from === 'submitted' ? '不予受理' : '审批不通过'
  return action in MOVES ? MOVES[action as MoveAction].title : action
}

/** What a state is called. */
export const STATE_NAMES: Readonly<Record<ApplicationState, string>> = {
  draft: '草稿',
  submitted: '已提交，待受理',
  returned: '待企业补充',
  open: '需求大厅公开中',
  dispatched: '待工信局派单',
  claimed: '已受理，待联系',
  contacted: '已联系',
  due_diligence: '尽职调查中',
  offered: '已给出初步方案',
  chosen: '已选定，待审批',
  approved: '审批通过，待签约',
  contracted: '已签约，待投放',
  disbursing: '投放中',
  repaying: '还款中',
  closed: '已结清',
  cancelled: '合同已解除',
  withdrawn: '已撤回',
  declined: '未通过',
  released: '银行已放弃',
  expired: '已失效',
}

/** States from which nothing goes on by itself; `declined` may be opened again by the bank. */
const ENDED: ReadonlySet<ApplicationState> = new Set([
  'closed',
  'cancelled',
  'withdrawn',
  'declined',
  'released',
  'expired',
])
export const isEnded = (state: ApplicationState): boolean => ENDED.has(state)

/** States in which money is promised by contract: the enterprise can no longer take the application back here. */
const BOUND: ReadonlySet<ApplicationState> = new Set(['contracted', 'disbursing', 'repaying', 'closed'])
export const isBound = (state: ApplicationState): boolean => BOUND.has(state)

/** Why a move cannot be made; null when it can. Says nothing about what the move has to bring along. */
export function refusalOf(
  action: MoveAction,
  on: { readonly kind: ApplicationKind; readonly state: ApplicationState },
  by: MoverKind,
): 'wrong-kind' | 'wrong-mover' | 'wrong-state' | null {
  const spec: MoveSpec = MOVES[action]
  if (spec.kind !== on.kind) return 'wrong-kind'
  if (!spec.by.includes(by)) return 'wrong-mover'
  return spec.from.includes(on.state) ? null : 'wrong-state'
}

/** What this person may do now: which buttons a page shows. */
export function actionsFor(
  on: { readonly kind: ApplicationKind; readonly state: ApplicationState },
  by: MoverKind,
): readonly MoveAction[] {
  return ACTIONS.filter((action) => refusalOf(action, on, by) === null)
}

/** The state that a move leads to. @param before the state the enterprise was asked in; null where it was not */
export function targetOf(action: MoveAction, before: ApplicationState | null): ApplicationState {
  const { to }: MoveSpec = MOVES[action]
  if (to !== 'before') return to
  if (before === null) throw new RangeError(`${action} leads back, but nothing says where to`)
  return before
}
