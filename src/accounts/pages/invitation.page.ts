import type { Request, Response } from 'express'
import { z } from 'zod'
import { paths } from '../../paths.js'
import { idParam } from '../../web/request-params.js'
import { currentUser } from '../../web/current-user.js'
import { NotFound } from '../../web/errors.js'
import { fault, readForm } from '../../web/form.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { roleNames, roles } from '../../kernel/roles.js'
import type { Site } from '../../web/route.js'
import { formPage, invalidLinkPage, tooManyAttemptsPage, messagePage, type AccountsPageContext } from './page-frame.js'
import { email, name, optionalPhone, password } from './fields.form.js'
import { organisationFor, rolesInvitableBy, invitationState, type Invitation } from '../rules/invitation.js'
import { passwordFault } from '../rules/passwords.js'

const inviteSchema = z.strictObject({ email, role: z.enum(roles, '请选择角色'), bank: z.string().max(60).optional() })
const acceptSchema = z.strictObject({ name, phone: optionalPhone, password })
const inviters = ['owner', 'manager', 'administrator'] as const
const stateNames = { open: '待接受', accepted: '已接受', revoked: '已撤销', expired: '已过期' } as const

/** Inviting colleagues, and accepting an invitation. */
export function invitationRoutes(site: Site, pages: AccountsPageContext): void {
  site
    .get(paths.invitations.pattern, { role: inviters, audit: 'INVITATIONS_READ' }, (req, res) => list(pages, req, res))
    .post(paths.invitations.pattern, { role: inviters, audit: 'INVITATION_SENT' }, takeInvite(pages))
    .post(paths.invitationRevocation.pattern, { role: inviters, audit: 'INVITATION_REVOKED' }, revoke(pages))
    .get(paths.invitation.pattern, { role: 'visitor', audit: 'INVITATION_SHOWN' }, showInvitation(pages))
    .post(paths.invitation.pattern, { role: 'visitor', audit: 'INVITATION_ACCEPTED' }, accept(pages))
}

type Refused = Parameters<typeof formPage>[4]

async function list(
  { accounts, catalogue }: AccountsPageContext,
  req: Request,
  res: Response,
  more: { link?: string; refused?: Refused } = {},
) {
  const user = currentUser(req)
  const { banks } = await catalogue.current()
  const bankName = (id: string) => banks.get(id)?.name ?? id
  const typed = more.refused?.typed ?? {}
  const view = {
    title: '邀请成员',
    link: more.link ?? null,
    sent: more.link !== undefined,
    mailLeaves: accounts.hasMailServer,
    roles: rolesInvitableBy(user.role).map((role) => ({
      value: role,
      name: roleNames[role],
      selected: typed.role === role,
    })),
    banks:
      user.role === 'administrator'
        ? [...banks.values()].map((bank) => ({ value: bank.id, name: bank.name, selected: typed.bank === bank.id }))
        : [],
    rows: (await accounts.invitationsOf(user)).map((invitation) => row(invitation, bankName, accounts.now())),
  }
  formPage(req, res, 'invitations', view, more.refused)
}

function row(invitation: Invitation, bankName: (id: string) => string, at: Date) {
  const state = invitationState(invitation, at)
  return {
    email: invitation.email,
    role: roleNames[invitation.role],
    organisation: invitation.organisation.kind === 'bank' ? bankName(invitation.organisation.id) : '',
    state: stateNames[state],
    until: formatInstant(invitation.expiresAt),
    revocation: state === 'open' ? paths.invitationRevocation({ id: invitation.id }) : null,
  }
}

const takeInvite = (pages: AccountsPageContext) => async (req: Request, res: Response) => {
  const user = currentUser(req)
  const form = readForm(inviteSchema, req.body)
  if (!form.ok) {
    await list(pages, req, res, { refused: form })
    return
  }
  const { email, role, bank = '' } = form.value
  const { banks } = await pages.catalogue.current()
  const organisation = organisationFor(user, role, banks.has(bank) ? bank : null)
  if (!organisation) {
    const wrong = rolesInvitableBy(user.role).includes(role)
      ? fault('bank', '请选择银行')
      : fault('role', '您不能邀请这个角色')
    await list(pages, req, res, { refused: { faults: [wrong], typed: form.typed } })
    return
  }
  const invited = await pages.accounts.invite(user, { email, role, organisation })
  if (invited.kind === 'locked') tooManyAttemptsPage(res, invited.seconds)
  // The link is shown only where no mail can carry it.
  else await list(pages, req, res, { link: pages.accounts.hasMailServer ? '' : invited.link })
}

const revoke = (pages: AccountsPageContext) => async (req: Request, res: Response) => {
  if (!(await pages.accounts.revokeInvitation(currentUser(req), idParam(req))))
    throw new NotFound('没有这份待接受的邀请。')
  res.redirect(303, paths.invitations({}))
}

const showInvitation = (pages: AccountsPageContext) => async (req: Request, res: Response) => {
  const token = String(req.params.token)
  const invitation = await pages.accounts.openInvitation(token)
  if (invitation) acceptPage(req, res, token, invitation)
  else gone(res)
}

const accept = (pages: AccountsPageContext) => async (req: Request, res: Response) => {
  const token = String(req.params.token)
  const invitation = await pages.accounts.openInvitation(token)
  if (!invitation) {
    gone(res)
    return
  }
  const form = readForm(acceptSchema, req.body, ['password'])
  const wrong = form.ok ? passwordFault(form.value.password, invitation.email) : null
  if (!form.ok) acceptPage(req, res, token, invitation, form)
  else if (wrong) acceptPage(req, res, token, invitation, { faults: [fault('password', wrong)], typed: form.typed })
  else {
    const done = await pages.accounts.acceptInvitation(token, form.value)
    if (done.kind === 'opened') {
      messagePage(res, {
        title: '账号已开通',
        text: '请用邮箱和刚设置的密码登录。',
        href: paths.signIn({}),
        link: '去登录',
      })
    } else gone(res)
  }
}

const acceptPage = (req: Request, res: Response, token: string, { email, role }: Invitation, refused?: Refused) =>
  formPage(
    req,
    res,
    'accept',
    { title: '接受邀请', action: paths.invitation({ token }), email, role: roleNames[role] },
    refused,
  )

const gone = (res: Response) =>
  invalidLinkPage(res, '这份邀请已经接受、撤销、过期，或链接不完整。请联系邀请您的人。', paths.home({}), '首页')
