import type { Actor } from '../audit/index.js'
import { inTransaction } from '../db/index.js'
import type { NeedTerms } from '../enterprises/index.js'
import { failed, ok, type Result } from '../kernel/result.js'
import { NotFound } from '../web/errors.js'
import type { PipelineContext } from './pipeline-service.js'
import type { Project } from './project.js'

/** What a need may be called at most; a longer title of a project is cut. */
const LONGEST_TITLE = 60

/**
 * What a project tells a need: the gap is what is asked for, and what the list does not say stays unknown. A project
 * without a gap asks for nothing yet: the amount is left to its owner.
 */
export function needTermsOf(project: Project): NeedTerms {
  const { title, gapFen, investmentFen, savingTce, greenCode } = project
  return {
    title: title.length > LONGEST_TITLE ? `${title.slice(0, LONGEST_TITLE - 1)}…` : title,
    amountFen: gapFen === 0 ? null : gapFen,
    termMonths: null,
    purpose: '项目建设',
    greenCode,
    investmentFen,
    // What is funded already need not be the owner's own money, so nothing is made of it.
    ownFundsFen: null,
    approvals: null,
    securities: null,
    securityRegistered: null,
    energySavingTce: savingTce,
    carbonReductionT: null,
  }
}

/**
 * Makes the need of a project and links the two in one transaction. Asked twice, even at once, it makes one: the second
 * finds the link. The error is a Chinese sentence.
 * @throws NotFound when the project is not that enterprise's, or the enterprise is not approved
 */
export function makeNeed(
  { connection, now, audit, enterprises, store }: PipelineContext,
  enterpriseId: string,
  projectId: string,
  by: Actor,
): Promise<Result<{ readonly needId: string }>> {
  return inTransaction(connection, async (session): Promise<Result<{ readonly needId: string }>> => {
    const enterprise = await enterprises.get({ enterpriseId }, enterpriseId, session)
    const project = await store.find(projectId, session)
    const own = project?.creditCode === enterprise.creditCode && project.isSample === enterprise.isSample
    if (!project || !own || enterprise.status !== 'approved') throw new NotFound('清单中没有这个项目。')
    if (project.need) return project.need.enterpriseId === enterpriseId ? ok(project.need) : failed(TAKEN)
    const added = await enterprises.addNeedWithin(session, enterpriseId, needTermsOf(project), by)
    if (!added.ok) return failed(added.error)
    const need = { needId: added.value.id, enterpriseId, at: now() }
    if (!(await store.link(session, project.id, need))) throw new Error(`project ${project.id} already has a need`)
    const subject = { kind: 'pipeline-project', id: project.id }
    await audit.record(session, { name: 'PIPELINE_NEED_MADE', actor: by, subject, detail: { needId: need.needId } })
    return ok({ needId: need.needId })
  })
}

const TAKEN = '这个项目已经由别的账号转成需求，请联系服务中心'
