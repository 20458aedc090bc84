import type { Request, Response } from 'express'
import { formatDate } from '../../kernel/dates.js'
import { paths } from '../../paths.js'
import { idParam } from '../../web/request-params.js'
import { currentUser } from '../../web/current-user.js'
import { PageError } from '../../web/errors.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { todayOf } from '../use-cases/invite-banks.js'
import { InvalidSyndicateInput } from '../use-cases/move-syndicate.js'
import { allHold, RULE_SOURCE } from '../rules/share-rules.js'
import { actionsFor, isBound, SYNDICATE_STATE_NAMES, type SyndicateAction } from '../rules/state-table.js'
import { MOVE_FORMS } from './move.form.js'
import { moveFormsOf, type RefusedMove } from './move-specs.views.js'
import { SYNDICATE_SAMPLE_STRIP, renderSyndicatePage, type SyndicatePagesDeps, formFaults } from './syndicate-page.js'
import { flowsOf, invitationsOf, paidOf, rulesOf, shareTableOf, termsOf, timelineOf } from './syndicate.views.js'

/** `GET /syndicates/:id` */
export const showSyndicate = (deps: SyndicatePagesDeps) => (req: Request, res: Response) => shown(deps, req, res, null)

/** `POST /syndicates/:id/moves`: one move of the table; which one is named by the field `action`. */
export const moveSyndicateByForm = (deps: SyndicatePagesDeps) => async (req: Request, res: Response) => {
  const user = currentUser(req)
  const id = idParam(req)
  await deps.syndicates.see(user, id)
  const action = (req.body as Readonly<Record<string, unknown>>).action
  const form =
    typeof action === 'string' && Object.hasOwn(MOVE_FORMS, action) ? MOVE_FORMS[action as SyndicateAction] : undefined
  if (!form) throw new PageError(422, '没有办理', '没有说明要办理哪一步，请返回银团页面重新选择。')
  const read = form(req.body)
  if (!read.ok) return shown(deps, req, res, { action: action as SyndicateAction, ...read })
  try {
    await deps.syndicates.change(user, id, read.shown, (session, syndicate, by) =>
      read.work(deps.syndicates.context, session, syndicate, by),
    )
  } catch (error) {
    if (!(error instanceof InvalidSyndicateInput)) throw error
    return shown(deps, req, res, {
      action: action as SyndicateAction,
      typed: read.typed,
      faults: formFaults(error.faults),
    })
  }
  const leaves = action === 'decline' || action === 'retract'
  res.redirect(303, leaves ? paths.syndicates({}) : paths.syndicate({ id }))
}

async function shown(
  deps: SyndicatePagesDeps,
  req: Request,
  res: Response,
  refused: RefusedMove | null,
): Promise<void> {
  const { syndicates } = deps
  const user = currentUser(req)
  const seen = await syndicates.see(user, idParam(req))
  const { syndicate, access: sight } = seen
  const { id, title, state, isSample, reported, agreement, facts, members } = syndicate
  const [moves, flows, mover] = await Promise.all([
    syndicates.movesOf(id),
    syndicates.flowsOf(id),
    syndicates.moverFor(user, syndicate),
  ])
  const { bankId } = mover
  const actions = actionsFor(state, mover.kinds)
  const about = {
    ...{ syndicate, bankId, today: todayOf(deps) },
    banks: actions.includes('invite') ? await syndicates.banksToInvite() : [],
  }
  const rules = rulesOf(syndicate)
  renderSyndicatePage(
    req,
    res,
    'show',
    {
      title,
      ...(isSample && { strip: SYNDICATE_SAMPLE_STRIP }),
      isSample,
      reported,
      state: SYNDICATE_STATE_NAMES[state],
      ended: syndicate.endedAt === null ? '' : formatInstant(syndicate.endedAt),
      version: syndicate.version,
      moveAction: paths.syndicateMoves({ id }),
      forms: moveFormsOf(actions, about, refused),
      planHref: actions.includes('revise') ? paths.syndicatePlan({ id }) : '',
      applicationHref:
        mover.kinds.has('lead') && syndicate.applicationId ? paths.application({ id: syndicate.applicationId }) : '',
      listHref: paths.syndicates({}),
      exportHref: paths.syndicateShares({ id }),
      all: sight === 'all',
      bound: isBound(state),
      terms: termsOf(syndicate),
      // What it is bound by stays with a bank; before that the enterprise may take its consent back, from the lead as well.
      facts: bankId === null || isBound(state) || seen.mayRead(bankId) ? facts : [],
      shares: shareTableOf(syndicate, sight, bankId),
      rules: sight === 'all' ? rules : [],
      rulesHold: allHold(rules),
      ruleSource: RULE_SOURCE,
      invitations: invitationsOf(seen, bankId),
      agreement: agreement && {
        number: agreement.number,
        on: formatDate(agreement.on),
        agent: members.find(({ key }) => key === agreement.agentKey)?.bankName ?? '',
      },
      paid: paidOf(syndicate),
      drawdowns: flowsOf(syndicate, flows, 'drawdown'),
      repayments: flowsOf(syndicate, flows, 'repayment'),
      bankNames: members.map(({ bankName }) => bankName),
      timeline: timelineOf(syndicate, moves, sight, bankId),
    },
    refused ? { faults: refused.faults, typed: refused.typed } : undefined,
  )
}
