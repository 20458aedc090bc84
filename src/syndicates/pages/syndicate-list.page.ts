import type { Request, Response } from 'express'
import { wanText } from '../../kernel/money.js'
import { paths } from '../../paths.js'
import { currentUser } from '../../web/current-user.js'
import { pageNumberIn, pagesOf } from '../../web/paging.js'
import type { Organisation } from '../../kernel/roles.js'
import { isJoint, roleName, shareText } from '../rules/share-rules.js'
import { SYNDICATE_STATE_NAMES } from '../rules/state-table.js'
import { sharesOf, type Syndicate } from '../rules/syndicate.js'
import type { VisibleSyndicate } from '../syndicates.service.js'
import { SYNDICATE_SAMPLE_STRIP, renderSyndicatePage, type SyndicatePagesDeps } from './syndicate-page.js'

const SIZE = 20

const PARTS = {
  lead: '本行牵头',
  invited: '受邀待答复',
  member: '本行参加',
  example: '示例',
} as const
type Part = keyof typeof PARTS

/** `GET /syndicates`: the syndicates of the signed-in organisation; `part` filters by its role. */
export const listSyndicates =
  ({ syndicates }: SyndicatePagesDeps) =>
  async (req: Request, res: Response) => {
    const user = currentUser(req)
    const { kind } = user.organisation
    const all = (await syndicates.list(user)).map((seen) => ({
      ...seen,
      part: partOf(seen.syndicate, user.organisation),
    }))
    const part = (Object.keys(PARTS) as Part[]).find((one) => one === req.query.part) ?? null
    const rows = part === null ? all : all.filter((one) => one.part === part)
    // Unanswered invitations come first.
    const sorted = rows.toSorted((one, other) => Number(other.part === 'invited') - Number(one.part === 'invited'))
    const number = pageNumberIn(req.query.page)
    const href = (page: number) => paths.syndicates({}, { part: part ?? '', page })
    renderSyndicatePage(req, res, 'list', {
      title: '银团贷款',
      ...(all.some(({ syndicate }) => syndicate.isSample) && { strip: SYNDICATE_SAMPLE_STRIP }),
      newHref: kind === 'bank' ? paths.newSyndicate({}) : '',
      empty: EMPTY[kind],
      total: rows.length,
      parts:
        kind !== 'bank'
          ? []
          : (Object.entries(PARTS) as [Part, string][])
              .map(([value, text]) => ({ value, text, count: all.filter((one) => one.part === value).length }))
              .filter(({ count }) => count > 0)
              .map((one) => ({ ...one, href: paths.syndicates({}, { part: one.value }), current: one.value === part })),
      allHref: part === null ? '' : paths.syndicates({}),
      rows: sorted.slice((number - 1) * SIZE, number * SIZE).map((seen) => rowOf(seen, seen.part, user.organisation)),
      pages: pagesOf(number, SIZE, rows.length, href),
    })
  }

const EMPTY: Readonly<Record<Organisation['kind'], string>> = {
  bank: '还没有牵头、受邀或参加的银团。从在办的申请可以发起筹组。',
  enterprise: '还没有银团。金额较大的申请由受理的银行发起筹组，发出邀请前会先请您同意。',
  bureau: '还没有银团。银行发起筹组后会列在这里。',
  centre: '',
}

function partOf(syndicate: Syndicate, { kind, id }: Organisation): Part | null {
  if (kind !== 'bank') return null
  if (syndicate.lead.bankId === null) return 'example'
  if (syndicate.lead.bankId === id) return 'lead'
  const asked =
    syndicate.members.length === 0 && syndicate.invitations.some((one) => one.bankId === id && one.state === 'sent')
  return asked ? 'invited' : 'member'
}

function rowOf({ syndicate, access: sight }: VisibleSyndicate, part: Part | null, { id: bankId }: Organisation) {
  const { id, title, enterpriseName, lead, totalFen, state, isSample } = syndicate
  const shares = sharesOf(syndicate)
  const own = shares.find((one) => one.bankId === bankId)
  return {
    href: paths.syndicate({ id }),
    title,
    enterpriseName,
    isSample,
    lead: lead.bankName,
    total: wanText(totalFen),
    state: SYNDICATE_STATE_NAMES[state],
    part: part === null || part === 'example' ? '' : PARTS[part],
    own: own
      ? `${roleName(own.role, isJoint(shares))} ${wanText(own.shareFen)}（${shareText(own.shareFen, totalFen)}）`
      : '',
    banks: sight === 'all' ? `${shares.length} 家` : '',
  }
}
