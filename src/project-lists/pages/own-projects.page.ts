import type { Request, Response } from 'express'
import { type EnterprisesService, ownEnterprise } from '../../enterprises/index.js'
import { paths } from '../../paths.js'
import { idParam } from '../../web/request-params.js'
import { currentUser } from '../../web/current-user.js'
import { enterpriseTabs } from '../../menus.js'
import { page } from '../../web/page.js'
import { csrfToken } from '../../web/security/index.js'
import type { ProjectListsService } from '../project-lists.service.js'
import { type ProjectReference, projectRow } from './projects.views.js'
import { actorOf } from '../../kernel/actor.js'

/** What the page of an enterprise works with. */
export type OwnProjectsPageDeps = {
  readonly projectLists: ProjectListsService
  readonly enterprises: Pick<EnterprisesService, 'get'>
  readonly reference: ProjectReference
}

/** `GET /enterprise/pipeline`: what the three lists hold of the enterprise that is signed in. */
export const showOwnProjects = (pages: OwnProjectsPageDeps) => async (req: Request, res: Response) => {
  await ownPage(pages, req, res, '')
}

/** `POST /enterprise/pipeline/:id/need`: makes the need of a project, or leads to the one that was made. */
export const makeOwnNeed = (pages: OwnProjectsPageDeps) => async (req: Request, res: Response) => {
  const { id } = await ownEnterprise(pages.enterprises, currentUser(req))
  const made = await pages.projectLists.makeNeed(id, idParam(req), actorOf(currentUser(req)))
  if (made.ok) return res.redirect(303, paths.enterpriseNeed({ id: made.value.needId }))
  res.status(422)
  await ownPage(pages, req, res, made.error)
}

async function ownPage(pages: OwnProjectsPageDeps, req: Request, res: Response, wrong: string): Promise<void> {
  const enterprise = await ownEnterprise(pages.enterprises, currentUser(req))
  const projects = await pages.projectLists.ofEnterprise(enterprise)
  page(res, 'project-lists/own-pipeline', {
    title: '清单项目',
    indexed: false,
    csrf: csrfToken(req),
    tabs: enterpriseTabs('pipeline'),
    isSample: enterprise.isSample,
    ...(enterprise.isSample && { strip: '示例数据：这家企业和它的数据均为示例，不代表任何真实企业。' }),
    approved: enterprise.status === 'approved',
    faults: wrong === '' ? [] : [{ field: '', message: wrong, href: '#projects' }],
    needsHref: paths.enterpriseNeeds({}),
    rows: projects.map((project) => ({
      ...projectRow(project, pages.reference),
      need: project.need?.enterpriseId === enterprise.id
        ? { href: paths.enterpriseNeed({ id: project.need.needId }), made: projectRow(project, pages.reference).need }
        : null,
      action: paths.enterprisePipelineNeed({ id: project.id }),
    })),
  }) // prettier-ignore
}
