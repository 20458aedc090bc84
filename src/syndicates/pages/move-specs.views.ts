import { addDays, type LawDate } from '../../kernel/dates.js'
import { wanFromFen, type Fen, exactWanText } from '../../kernel/money.js'
import { groupDigits } from '../../kernel/text.js'
import { isJoint, roleName } from '../rules/share-rules.js'
import { CONSENT_MONTHS } from '../rules/member-access.js'
import type { SyndicateAction } from '../rules/state-table.js'
import {
  drawnFen,
  unpromisedFen,
  repaidFen,
  sharesOf,
  type InvitationState,
  type Syndicate,
} from '../rules/syndicate.js'
import { type SyndicateFieldSpec, fieldOf, type SyndicateField } from './syndicate-fields.js'
import type { FormFault, Typed } from '../../web/form.js'

/** Who looks at which syndicate, and what there is to choose from. */
export type MoveFormContext = {
  readonly syndicate: Syndicate
  /** The bank that looks, for its own invitation. */
  readonly bankId: string | null
  readonly banks: readonly { readonly id: string; readonly name: string }[]
  readonly today: LawDate
}

type MoveFormSpec = {
  readonly title: string
  readonly button: string
  readonly note?: string
  readonly danger?: boolean
  readonly open?: boolean
  readonly fields?: readonly SyndicateFieldSpec[]
}

const area = (name: string, label: string): SyndicateFieldSpec => ({
  name,
  label,
  kind: 'area',
  hint: '对方会看到，请写清楚',
})
const typedWan = (fen: Fen): string => (fen > 0 ? groupDigits(wanFromFen(fen), 6).replaceAll(',', '') : '')

function banksIn({ syndicate }: MoveFormContext, states: readonly InvitationState[]) {
  return syndicate.invitations
    .filter(({ state }) => states.includes(state))
    .map(({ id, bankName, proposedFen }) => ({ value: id, label: `${bankName}（拟 ${exactWanText(proposedFen)}）` }))
}

/** The texts and fields of each move's form; null when the syndicate does not allow the move now. */
export const MOVE_SPECS: Readonly<Partial<Record<SyndicateAction, (about: MoveFormContext) => MoveFormSpec | null>>> = {
  consent: (about) => consentSpec(about, '同意并发出邀请'),
  consentMore: (about) => (banksIn(about, ['proposed']).length === 0 ? null : consentSpec(about, '同意增加邀请')),
  object: () => ({
    title: '不同意这个方案',
    note: '退回牵头行修改；没有银行会收到邀请。',
    button: '退回',
    fields: [area('objectReason', '退回理由')],
  }),
  refuse: (about) => {
    const options = banksIn(about, ['proposed', 'sent', 'accepted'])
    if (options.length === 0) return null
    const field: SyndicateFieldSpec = { name: 'refuseInvitation', label: '银行', kind: 'select', options }
    const note = '该行不再能看到这个项目；已承诺的份额随之取消。'
    return {
      title: '不同意某家银行',
      note,
      button: '不同意该行',
      danger: true,
      fields: [field, area('refuseReason', '不同意的理由')],
    }
  },
  takeBack: () => ({
    title: '收回对银团的同意',
    note: '签约前可以收回；银团随之终止，受邀银行不再能看到这个项目。',
    button: '收回并终止银团',
    danger: true,
    fields: [area('takeBackReason', '收回理由')],
  }),
  accept: ({ syndicate, bankId }) => {
    const own = syndicate.invitations.find((one) => one.bankId === bankId && one.state === 'sent')
    if (!own) return null
    const left = unpromisedFen(syndicate)
    const hint = `牵头行拟请 ${exactWanText(own.proposedFen)}；现在还剩 ${exactWanText(Math.max(0, left))}`
    const value = typedWan(Math.min(own.proposedFen, left))
    const note = '接受后在签约前仍可退出；签约后份额不再变动。'
    const field: SyndicateFieldSpec = { name: 'acceptAmount', label: '本行承贷金额', kind: 'wan', hint, value }
    return { title: '接受邀请', note, button: '接受并承诺份额', open: true, fields: [field] }
  },
  decline: () => ({
    title: '婉拒邀请',
    note: '婉拒后本行不再能看到这个项目。',
    button: '婉拒',
    danger: true,
    fields: [area('declineReason', '婉拒理由')],
  }),
  retract: () => ({
    title: '签约前退出',
    note: '退出后本行不再能看到这个项目，承诺的份额退回银团。',
    button: '退出银团',
    danger: true,
    fields: [area('retractReason', '退出理由')],
  }),
  invite: ({ banks, today, syndicate }) => ({
    title: '拟邀请银行',
    note: '先列入名单；企业逐家同意以后邀请才会发出，在此之前对方看不到任何内容。',
    button: '列入名单',
    open: true,
    fields: [
      {
        name: 'inviteBank',
        label: '银行',
        kind: 'select',
        hint: '只列出在平台有可用账号的机构',
        options: banks
          .filter(({ id }) => id !== syndicate.lead.bankId)
          .map(({ id, name }) => ({ value: id, label: name })),
      },
      {
        name: 'inviteRole',
        label: '角色',
        kind: 'select',
        value: 'participant',
        options: [
          { value: 'participant', label: '参加行' },
          { value: 'joint-lead', label: '联合牵头行' },
        ],
      },
      {
        name: 'inviteAmount',
        label: '拟请承贷金额',
        kind: 'wan',
        hint: `还没有承诺的有 ${exactWanText(Math.max(0, unpromisedFen(syndicate)))}`,
      },
      { name: 'inviteUntil', label: '答复期限', kind: 'date', hint: '到这一天为止', value: addDays(today, 10) },
      { name: 'inviteMessage', label: '邀请说明', kind: 'area', hint: '可以留空' },
    ],
  }),
  propose: ({ syndicate }) =>
    syndicate.invitations.some(({ state }) => state === 'proposed')
      ? {
          title: '请企业同意',
          note: '企业会看到方案、名单和拟提供给银行的项目情况，逐家勾选同意后邀请才发出。',
          button: '提交企业同意',
          open: true,
        }
      : null,
  share: ({ syndicate }) => ({
    title: '调整本行份额',
    button: '保存份额',
    fields: [
      {
        name: 'shareAmount',
        label: '牵头行份额',
        kind: 'wan',
        hint: `最多 ${exactWanText(unpromisedFen(syndicate) + syndicate.lead.shareFen)}`,
        value: typedWan(syndicate.lead.shareFen),
      },
    ],
  }),
  recall: (about) => {
    const options = banksIn(about, ['proposed', 'sent', 'accepted'])
    if (options.length === 0) return null
    const field: SyndicateFieldSpec = { name: 'recallInvitation', label: '银行', kind: 'select', options }
    return { title: '收回邀请', button: '收回', danger: true, fields: [field, area('recallReason', '收回理由')] }
  },
  sign: ({ syndicate, today }) => {
    const shares = sharesOf(syndicate)
    const options = shares.map(({ key, bankName, role }) => ({
      value: key,
      label: `${bankName}（${roleName(role, isJoint(shares))}）`,
    }))
    return {
      title: '签订银团协议',
      note: '份额合计等于总额、各项规则都符合时才能签；签约后份额冻结，没有答复的邀请随之收回。',
      button: '登记签约',
      open: unpromisedFen(syndicate) === 0,
      fields: [
        { name: 'signNumber', label: '协议编号', kind: 'line' },
        { name: 'signedOn', label: '签约日期', kind: 'date', value: today },
        {
          name: 'agent',
          label: '代理行',
          kind: 'select',
          hint: '一般由牵头行担任，负责放款、收款和对账',
          value: shares[0]?.key ?? '',
          options,
        },
      ],
    }
  },
  draw: ({ syndicate, today }) => ({
    title: '登记提款',
    note: '按各行承贷份额分到分；全部提完后各行恰好等于自己的份额。',
    button: '登记提款',
    open: true,
    fields: payment('draw', today, '提款金额', `还可以提 ${exactWanText(syndicate.totalFen - drawnFen(syndicate))}`),
  }),
  repay: ({ syndicate, today }) => {
    const balance = drawnFen(syndicate) - repaidFen(syndicate)
    const fields = payment('repay', today, '归还本金', `贷款余额 ${exactWanText(balance)}`)
    const note = '按各行已放款的金额分到分；利息不在这里登记。'
    return balance > 0
      ? { title: '登记归还本金', note, button: '登记还款', open: syndicate.state === 'repaying', fields }
      : null
  },
  finish: () => ({
    title: '结束提款',
    note: '没有提的部分不再提，进入还款。',
    button: '结束提款',
    fields: [area('finishReason', '结束提款的理由')],
  }),
  terminate: () => ({
    title: '终止银团',
    note: '还没有提款时可以终止；企业和受邀银行会收到通知。',
    button: '终止银团',
    danger: true,
    fields: [area('terminateReason', '终止理由')],
  }),
}

function consentSpec(about: MoveFormContext, button: string): MoveFormSpec {
  return {
    title: '同意邀请这些银行',
    note: `逐家勾选。勾选的银行可以看到本页“项目情况”中列出的内容，授权 ${CONSENT_MONTHS} 个月，随时可以在“授权”中收回；没有勾选的银行看不到任何内容。`,
    button,
    open: true,
    fields: [{ name: 'consentTo', label: '同意邀请的银行', kind: 'checks', options: banksIn(about, ['proposed']) }],
  }
}

function payment(prefix: 'draw' | 'repay', today: LawDate, label: string, hint: string): readonly SyndicateFieldSpec[] {
  return [
    { name: `${prefix}On`, label: prefix === 'draw' ? '提款日期' : '还款日期', kind: 'date', value: today },
    { name: `${prefix}Amount`, label, kind: 'wan', hint },
    { name: `${prefix}Note`, label: '说明', kind: 'line', hint: '可以留空' },
  ]
}

/** One form of the page: a move that this person may make now. */
export type MoveFormView = {
  readonly action: SyndicateAction
  readonly title: string
  readonly note: string
  readonly button: string
  readonly danger: boolean
  /** Open when it is the usual next step or has faults. */
  readonly open: boolean
  readonly fields: readonly SyndicateField[]
}

/** A form that was refused: whose, what was typed, what is wrong. */
export type RefusedMove = {
  readonly action: SyndicateAction
  readonly typed: Typed
  readonly faults: readonly FormFault[]
}

/** The forms of the moves that somebody may make, the usual next step first. */
export function moveFormsOf(
  actions: readonly SyndicateAction[],
  about: MoveFormContext,
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

const ORDER: readonly SyndicateAction[] = [
  ...(['consent', 'consentMore', 'accept', 'draw', 'repay', 'invite', 'propose', 'sign', 'share'] as const),
  ...(['finish', 'decline', 'retract', 'recall', 'refuse', 'object', 'takeBack', 'terminate'] as const),
]
