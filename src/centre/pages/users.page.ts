import type { Request, Response } from 'express'
import type { Account } from '../../accounts/index.js'
import { actorOf } from '../../kernel/actor.js'
import { enterpriseNames } from '../../enterprises/index.js'
import { paths } from '../../paths.js'
import { idParam } from '../../web/request-params.js'
import { currentUser } from '../../web/current-user.js'
import { NotFound, PageError } from '../../web/errors.js'
import { pageNumberIn, pagesOf } from '../../web/paging.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { roleNames, roles, type Role } from '../../kernel/roles.js'
import { centrePage, SAMPLE_STRIP, type CentrePageContext } from './page-frame.js'
import { maskedEmail, maskedName, maskedPhone } from './mask.js'

const SIZE = 50
const STATES: Readonly<Record<Account['state'], string>> = { active: '可用', disabled: '已停用', closed: '已注销' }

/**
 * `GET /centre/users`: everyone who may sign in. Name, mail and telephone of real people are masked; whom they act for is
 * told in full, since that is how an administrator knows which account it is.
 */
export const listUsers = (deps: CentrePageContext) => async (req: Request, res: Response) => {
  const { role, state } = readFilter(req.query)
  const number = pageNumberIn(req.query.page)
  const filter = { ...(role && { role }), ...(state && { state }) }
  const { accounts, total } = await deps.accounts.list(filter, { skip: (number - 1) * SIZE, limit: SIZE })
  const { banks } = await deps.catalogue.current()
  const self = currentUser(req).id
  const firms = await enterpriseNames(
    deps.enterprises,
    accounts.flatMap(({ organisation: { kind, id } }) => (kind === 'enterprise' ? [id] : [])),
  )
  const query = { role: role ?? '', state: state ?? '' }
  centrePage(req, res, 'users', 'users', {
    title: '用户',
    ...(accounts.some(({ isSample }) => isSample) && { strip: SAMPLE_STRIP }),
    roles: roles.map((value) => ({ value, name: roleNames[value], selected: value === role })),
    states: Object.entries(STATES).map(([value, name]) => ({ value, name, selected: value === state })),
    invitations: paths.invitations({}),
    total,
    rows: accounts.map((account) => ({
      ...rowOf(
        account,
        ({ kind, id }) => (kind === 'bank' ? (banks.get(id)?.name ?? id) : (firms.get(id) ?? '')),
        self,
      ),
      action: account.id === self || account.state === 'closed' ? null : paths.centreUserState({ id: account.id }),
    })),
    pages: pagesOf(number, SIZE, total, (page) => paths.centreUsers({}, { ...query, page })),
  })
}

function readFilter({ role, state }: Readonly<Record<string, unknown>>): {
  role: Role | null
  state: Account['state'] | null
} {
  return {
    role: roles.find((one) => one === role) ?? null,
    state: (Object.keys(STATES) as Account['state'][]).find((one) => one === state) ?? null,
  }
}

function rowOf(account: Account, nameOf: (organisation: Account['organisation']) => string, self: string) {
  const { name, role, email, phone, organisation, state, secondFactor, isSample, createdAt } = account
  return {
    // Nobody is behind an invented account, and everybody knows their own name.
    name: isSample || account.id === self ? name : maskedName(name),
    role: roleNames[role],
    email: maskedEmail(email),
    phone: phone === null ? '未填写' : maskedPhone(phone),
    organisation: nameOf(organisation),
    enterpriseHref: organisation.kind === 'enterprise' ? paths.centreEnterprise({ id: organisation.id }) : null,
    state: STATES[state],
    next: state === 'active' ? 'disabled' : 'active',
    secondFactor: secondFactor === null ? '未开启' : '已开启',
    isSample,
    since: formatInstant(createdAt),
  }
}

/** `POST /centre/users/:id/state`: lets someone sign in or not. Nobody shuts themselves out. */
export const setUserState = (deps: CentrePageContext) => async (req: Request, res: Response) => {
  const user = currentUser(req)
  const id = idParam(req)
  const { state } = req.body as Readonly<Record<string, unknown>>
  if (state !== 'active' && state !== 'disabled') throw new PageError(422, '没有更改', '请选择停用或恢复。')
  if (id === user.id) throw new PageError(409, '没有更改', '不能停用自己的账号，请由另一位管理员办理。')
  const by = actorOf(user)
  const done = state === 'disabled' ? await deps.accounts.disable(id, by) : await deps.accounts.enable(id, by)
  if (!done) throw new NotFound('没有这个账号，或已经注销。')
  res.redirect(303, paths.centreUsers({}))
}
