import type { ClientSession } from 'mongoose'
import { z } from 'zod'
import { readForm, type FormFault, type Typed } from '../../web/form.js'
import { acceptInvitation, declineInvitation, retractAcceptance } from '../use-cases/answer-invitation.js'
import type { SyndicateContext } from '../use-cases/move-syndicate.js'
import { recordDrawdown, finishDrawing, recordPrincipalRepayment } from '../use-cases/record-payment.js'
import { endSyndicate } from '../use-cases/end-syndicate.js'
import {
  consentToBanks,
  inviteBank,
  objectToPlan,
  proposeToEnterprise,
  recallInvitation,
  refuseBank,
  type MoveBy,
} from '../use-cases/invite-banks.js'
import { changeLeadShare } from '../use-cases/open-syndicate.js'
import { signAgreement } from '../use-cases/sign-agreement.js'
import type { SyndicateAction } from '../rules/state-table.js'
import type { Syndicate } from '../rules/syndicate.js'
import { dateField, idField, textField, ticksField, versionField, wanField } from './syndicate-fields.js'

export type RunMove = (
  context: SyndicateContext,
  session: ClientSession,
  syndicate: Syndicate,
  by: MoveBy,
) => Promise<Syndicate>

type MoveRead =
  | { readonly ok: true; readonly work: RunMove; readonly shown: number; readonly typed: Typed }
  | { readonly ok: false; readonly faults: readonly FormFault[]; readonly typed: Typed }

/** A form that makes a move: its schema and its use case. */
type MoveForm = (body: unknown) => MoveRead

function form<S extends z.ZodRawShape>(
  fields: S,
  run: (
    at: readonly [SyndicateContext, ClientSession, Syndicate],
    value: z.output<z.ZodObject<S, z.core.$strict>>,
    by: MoveBy,
  ) => Promise<Syndicate>,
): MoveForm {
  const schema = z.strictObject(fields)
  return (body) => {
    const { action, version, ...rest } = { ...(body as Readonly<Record<string, unknown>>) }
    void action
    const shown = versionField.safeParse(version)
    const read = readForm(schema, rest)
    if (!read.ok) return read
    if (!shown.success) {
      const message = shown.error.issues[0]?.message ?? ''
      return { ok: false, typed: read.typed, faults: [{ field: '', message, href: '#main' }] }
    }
    const work: RunMove = (context, session, syndicate, by) => run([context, session, syndicate], read.value, by)
    return { ok: true, work, shown: shown.data, typed: read.typed }
  }
}

const reason = (label: string) => textField(label, 4, 500)
const invitation = idField('请选择一家银行')

/** By action: every move that a person makes with a form of the page. The portal's own moves have none. */
export const MOVE_FORMS: Readonly<Partial<Record<SyndicateAction, MoveForm>>> = {
  share: form({ shareAmount: wanField('牵头行份额') }, (at, { shareAmount }, by) =>
    changeLeadShare(...at, shareAmount, by),
  ),
  invite: form(
    {
      inviteBank: z.string('请选择拟邀请的银行').min(1, '请选择拟邀请的银行').max(60, '请选择拟邀请的银行'),
      inviteRole: z.enum(['joint-lead', 'participant'], '请选择角色'),
      inviteAmount: wanField('拟请承贷金额'),
      inviteUntil: dateField('答复期限'),
      inviteMessage: textField('邀请说明', 0, 500),
    },
    (at, { inviteBank: bankId, inviteRole: role, inviteAmount: proposedFen, inviteUntil: until, inviteMessage }, by) =>
      inviteBank(...at, { bankId, role, proposedFen, until, message: inviteMessage }, by),
  ),
  recall: form({ recallInvitation: invitation, recallReason: reason('收回理由') }, (at, value, by) =>
    recallInvitation(...at, { invitationId: value.recallInvitation, reason: value.recallReason }, by),
  ),
  propose: form({}, (at, _value, by) => proposeToEnterprise(...at, by)),
  consent: consentForm('consent'),
  consentMore: consentForm('consentMore'),
  object: form({ objectReason: reason('退回理由') }, (at, { objectReason }, by) =>
    objectToPlan(...at, objectReason, by),
  ),
  refuse: form({ refuseInvitation: invitation, refuseReason: reason('不同意的理由') }, (at, value, by) =>
    refuseBank(...at, { invitationId: value.refuseInvitation, reason: value.refuseReason }, by),
  ),
  accept: form({ acceptAmount: wanField('承贷金额') }, (at, { acceptAmount }, { mover }) =>
    acceptInvitation(...at, acceptAmount, mover),
  ),
  decline: form({ declineReason: reason('婉拒理由') }, (at, { declineReason }, { mover }) =>
    declineInvitation(...at, declineReason, mover),
  ),
  retract: form({ retractReason: reason('退出理由') }, (at, { retractReason }, { mover }) =>
    retractAcceptance(...at, retractReason, mover),
  ),
  sign: form(
    {
      signNumber: textField('协议编号', 2, 60),
      signedOn: dateField('签约日期'),
      agent: z.string('请选择代理行').min(1, '请选择代理行').max(60, '请选择代理行'),
    },
    (at, { signNumber: number, signedOn: on, agent: agentKey }, by) =>
      signAgreement(...at, { number, on, agentKey }, by),
  ),
  draw: form(
    { drawOn: dateField('提款日期'), drawAmount: wanField('提款金额'), drawNote: textField('用途说明', 0, 200) },
    (at, { drawOn: on, drawAmount: amountFen, drawNote: note }, by) =>
      recordDrawdown(...at, { on, amountFen, note }, by),
  ),
  repay: form(
    { repayOn: dateField('还款日期'), repayAmount: wanField('归还本金'), repayNote: textField('说明', 0, 200) },
    (at, { repayOn: on, repayAmount: amountFen, repayNote: note }, by) =>
      recordPrincipalRepayment(...at, { on, amountFen, note }, by),
  ),
  finish: form({ finishReason: reason('结束提款的理由') }, (at, { finishReason }, by) =>
    finishDrawing(...at, finishReason, by),
  ),
  terminate: form({ terminateReason: reason('终止理由') }, (at, { terminateReason }, by) =>
    endSyndicate(...at, { action: 'terminate', reason: terminateReason, ...by }),
  ),
  takeBack: form({ takeBackReason: reason('收回理由') }, (at, { takeBackReason }, by) =>
    endSyndicate(...at, { action: 'takeBack', reason: takeBackReason, ...by }),
  ),
}

/** The enterprise ticks the banks that may see the project. */
function consentForm(action: 'consent' | 'consentMore'): MoveForm {
  const fields = { consentTo: ticksField(60, '请勾选同意邀请的银行') }
  return form(fields, (at, { consentTo: invitationIds }, by) => consentToBanks(...at, { action, invitationIds }, by))
}
