import type { Request, Response } from 'express'
import type { Account } from '../../accounts/index.js'
import { actorOf } from '../../audit/index.js'
import { paths } from '../../paths.js'
import { idIn } from '../../web/address.js'
import { currentUser } from '../../web/current-user.js'
import { NotFound, PageError } from '../../web/errors.js'
import { pageNumberIn, pagesOf } from '../../web/paging.js'
import { instantText } from '../../web/instant-text.js'
import { roleNames, roles, type Role } from '../../web/roles.js'
import { centrePage, SAMPLE_STRIP, type CentreDeps } from '../desk.js'
import { maskedEmail, maskedName, maskedPhone } from '../masked.js'

const SIZE = 50
const STATES: Readonly<Record<Account['state'], string>> = { active: '可用', disabled: '已停用', closed: '已注销' }

/** `GET /centre/users`: everyone who may sign in; mail and telephone are masked. */
export const listUsers = (deps: CentreDeps) => async (req: Request, res: Response) => {
  const { role, state } = readQuery(req.query)
  const number = pageNumberIn(req.query.page)
  const filter = { ...(role && { role }), ...(state && { state }) }
  const { accounts, total } = await deps.accounts.list(filter, { skip: (number - 1) * SIZE, limit: SIZE })
  const { banks } = await deps.catalogue.current()
  const self = currentUser(req).id
  const query = { role: role ?? '', state: state ?? '' }
  centrePage(req, res, 'users', 'users', {
    title: '用户',
    ...(accounts.some(({ isSample }) => isSample) && { strip: SAMPLE_STRIP }),
    roles: roles.map((value) => ({ value, name: roleNames[value], selected: value === role })),
    states: Object.entries(STATES).map(([value, name]) => ({ value, name, selected: value === state })),
    invitations: paths.invitations({}),
    total,
    rows: accounts.map((account) => ({
      ...rowOf(account, (id) => banks.get(id)?.name ?? id),
      action: account.id === self || account.state === 'closed' ? null : paths.centreUserState({ id: account.id }),
    })),
    pages: pagesOf(number, SIZE, total, (page) => paths.centreUsers({}, { ...query, page })),
  })
}

function readQuery({ role, state }: Readonly<Record<string, unknown>>): {
  role: Role | null
  state: Account['state'] | null
} {
  return {
    role: roles.find((one) => one === role) ?? null,
    state: (Object.keys(STATES) as Account['state'][]).find((one) => one === state) ?? null,
  }
}

function rowOf(account: Account, bankName: (id: string) => string) {
  const { name, role, email, phone, organisation, state, secondFactor, isSample, createdAt } = account
  return {
    name: maskedName(name),
    role: roleNames[role],
    email: maskedEmail(email),
    phone: phone === null ? '未填写' : maskedPhone(phone),
    organisation: organisation.kind === 'bank' ? bankName(organisation.id) : '',
    enterpriseHref: organisation.kind === 'enterprise' ? paths.centreEnterprise({ id: organisation.id }) : null,
    state: STATES[state],
    next: state === 'active' ? 'disabled' : 'active',
    secondFactor: secondFactor === null ? '未开启' : '已开启',
    isSample,
    since: instantText(createdAt),
  }
}

/** `POST /centre/users/:id/state`: lets someone sign in or not. Nobody shuts themselves out. */
export const setUserState = (deps: CentreDeps) => async (req: Request, res: Response) => {
  const user = currentUser(req)
  const id = idIn(req)
  const { state } = req.body as Readonly<Record<string, unknown>>
  if (state !== 'active' && state !== 'disabled') throw new PageError(422, '没有更改', '请选择停用或恢复。')
  if (id === user.id) throw new PageError(409, '没有更改', '不能停用自己的账号，请由另一位管理员办理。')
  const by = actorOf(user)
  const done = state === 'disabled' ? await deps.accounts.disable(id, by) : await deps.accounts.enable(id, by)
  if (!done) throw new NotFound('没有这个账号，或已经注销。')
  res.redirect(303, paths.centreUsers({}))
}
