import type { Request, Response } from 'express'
import { wanFromFen } from '../../kernel/money.js'
import { paths } from '../../paths.js'
import { idParam } from '../../web/request-params.js'
import { currentUser } from '../../web/current-user.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { page } from '../../web/page.js'
import { csrfToken } from '../../web/security/index.js'
import { bureauFrame } from '../../bureau-frame.js'
import { readRowForm, rowFields, type RowForm } from '../../spreadsheets/index.js'
import type { ProjectListsService } from '../project-lists.service.js'
import { projectRow } from './projects.views.js'
import type { ProjectListPageDeps } from './projects.page.js'
import type { ProjectColumn } from '../rules/project-table.js'
import type { NewProject, Project } from '../rules/project.js'
import { actorOf } from '../../kernel/actor.js'

/** `GET /bureau/pipeline/projects/new` */
export const newProject = (pages: ProjectListPageDeps) => (req: Request, res: Response) =>
  projectForm(pages, req, res, null, null)

/** `POST /bureau/pipeline/projects` */
export const addProject = (pages: ProjectListPageDeps) => async (req: Request, res: Response) => {
  const form = readProjectForm(pages.projectLists, req)
  const added = form.ok ? await pages.projectLists.add(form.row, actorOf(currentUser(req))) : null
  if (added?.ok) res.redirect(303, paths.pipeline({}, { data: 'real' }))
  else projectForm(pages, req, res, null, form, added?.error)
}

/** `GET /bureau/pipeline/projects/:id` */
export const editProject = (pages: ProjectListPageDeps) => async (req: Request, res: Response) => {
  projectForm(pages, req, res, await pages.projectLists.get(idParam(req)), null)
}

/** `POST /bureau/pipeline/projects/:id` */
export const changeProject = (pages: ProjectListPageDeps) => async (req: Request, res: Response) => {
  const project = await pages.projectLists.get(idParam(req))
  const form = readProjectForm(pages.projectLists, req)
  const of = { id: project.id, version: form.version }
  const changed = form.ok ? await pages.projectLists.change(of, form.row, actorOf(currentUser(req))) : null
  if (changed?.ok) res.redirect(303, paths.pipeline({}, { data: project.isSample ? 'sample' : 'real' }))
  else projectForm(pages, req, res, project, form, changed?.error)
}

/** `POST /bureau/pipeline/projects/:id/removal` */
export const removeProject = (pages: ProjectListPageDeps) => async (req: Request, res: Response) => {
  const { isSample } = await pages.projectLists.get(idParam(req))
  await pages.projectLists.remove(idParam(req), actorOf(currentUser(req)))
  res.redirect(303, paths.pipeline({}, { data: isSample ? 'sample' : 'real' }))
}

const readProjectForm = ({ table, now }: ProjectListsService, req: Request) => readRowForm(table, req.body, now())

function projectForm(
  { projectLists: pipeline, reference }: ProjectListPageDeps,
  req: Request,
  res: Response,
  project: Project | null,
  form: RowForm<NewProject> | null,
  refusal?: string,
): void {
  const { fields, faults } = rowFields(pipeline.table, (id) => (project ? savedValue(project, id) : ''), form, refusal)
  if (faults.length > 0) res.status(422)
  page(res, 'spreadsheets/row-form', {
    title: project === null ? '录入项目' : project.title,
    indexed: false,
    csrf: csrfToken(req),
    ...bureauFrame(req, 'pipeline'),
    ...(project?.isSample && { strip: '示例数据：这个项目是示例，不代表任何真实企业。' }),
    listHref: paths.pipeline({}),
    listTitle: '三张清单',
    lead: '',
    isSample: project?.isSample ?? false,
    note: project && noteOf(project, projectRow(project, reference).need),
    version: form?.version ?? project?.version ?? 0,
    faults,
    fields,
    action: project === null ? paths.pipelineProjects({}) : paths.pipelineProject({ id: project.id }),
    removal: project && {
      action: paths.pipelineRemoval({ id: project.id }),
      summary: '移除这个项目',
      text: '移除后不再计入清单；企业由它发起的融资需求不受影响。',
      button: '确认移除',
    },
  })
}

const noteOf = ({ changedAt, importId }: Project, need: string): string =>
  [`${formatInstant(changedAt)} ${importId === null ? '录入' : '导入'}`, need].filter((part) => part !== '').join('；')

function savedValue(project: Project, id: ProjectColumn): string {
  const wan = (fen: number | null) => (fen === null ? '' : String(wanFromFen(fen)))
  if (id === 'investment') return wan(project.investmentFen)
  if (id === 'gap') return wan(project.gapFen)
  if (id === 'saving') return project.savingTce === null ? '' : String(project.savingTce)
  return (id === 'green' ? project.greenCode : project[id]) ?? ''
}
