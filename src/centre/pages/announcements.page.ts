import type { Request, Response } from 'express'
import { z } from 'zod'
import { paths } from '../../paths.js'
import { idParam } from '../../web/request-params.js'
import { currentActor } from '../../web/current-user.js'
import { PageError } from '../../web/errors.js'
import { readForm } from '../../web/form.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { page } from '../../web/page.js'
import { pageNumberIn, pagesOf } from '../../web/paging.js'
import { NEXT_STATES, paragraphsOf, type Announcement, type AnnouncementState } from '../announcement.js'
import { centrePage, type CentrePageContext, type Refused } from './page-frame.js'

const SIZE = 20
const STATES: Readonly<Record<AnnouncementState, string>> = { draft: '草稿', published: '已发布', withdrawn: '已撤下' }
const MOVES: Readonly<Record<AnnouncementState, string>> = { draft: '', published: '发布', withdrawn: '撤下' }

/** `GET /centre/announcements` */
export const listAnnouncements =
  ({ centre }: CentrePageContext) =>
  async (req: Request, res: Response) => {
    const number = pageNumberIn(req.query.page)
    const { rows, total } = await centre.allAnnouncements({ skip: (number - 1) * SIZE, limit: SIZE })
    centrePage(req, res, 'announcements', 'announcements', {
      title: '公告',
      newHref: paths.centreNewAnnouncement({}),
      publicHref: paths.announcements({}),
      total,
      rows: rows.map((one) => ({
        href: paths.centreAnnouncement({ id: one.id }),
        title: one.title,
        state: STATES[one.state],
        published: one.publishedAt === null ? '未发布' : formatInstant(one.publishedAt),
        action: paths.centreAnnouncementState({ id: one.id }),
        moves: NEXT_STATES[one.state].map((state) => ({ state, text: MOVES[state] })),
      })),
      pages: pagesOf(number, SIZE, total, (page) => paths.centreAnnouncements({}, { page })),
    })
  }

const schema = z.strictObject({
  title: z.string('请填写标题').trim().min(2, '请填写标题').max(80, '标题最多 80 个字'),
  text: z.string('请填写正文').trim().min(2, '请填写正文').max(5000, '正文最多 5000 个字'),
})

/** `GET /centre/announcements/new` */
export const newAnnouncement = (req: Request, res: Response): void => announcementForm(req, res, null)

/** `POST /centre/announcements`: keeps a draft; nobody sees it yet. */
export const draftAnnouncement =
  ({ centre }: CentrePageContext) =>
  async (req: Request, res: Response) => {
    const form = readForm(schema, req.body)
    if (!form.ok) {
      announcementForm(req, res, null, form)
      return
    }
    const id = await centre.draft(form.value, currentActor(req))
    res.redirect(303, paths.centreAnnouncement({ id }))
  }

/** `GET /centre/announcements/:id` */
export const editAnnouncement =
  ({ centre }: CentrePageContext) =>
  async (req: Request, res: Response) =>
    announcementForm(req, res, await centre.announcement(idParam(req), false))

/** `POST /centre/announcements/:id` */
export const saveAnnouncement =
  ({ centre }: CentrePageContext) =>
  async (req: Request, res: Response) => {
    const found = await centre.announcement(idParam(req), false)
    const form = readForm(schema, req.body)
    if (!form.ok) {
      announcementForm(req, res, found, form)
      return
    }
    await centre.edit(found.id, form.value, currentActor(req))
    res.redirect(303, paths.centreAnnouncement({ id: found.id }))
  }

/** `POST /centre/announcements/:id/state`: publishes or withdraws. */
export const moveAnnouncement =
  ({ centre }: CentrePageContext) =>
  async (req: Request, res: Response) => {
    const { id } = await centre.announcement(idParam(req), false)
    const { state } = req.body as Readonly<Record<string, unknown>>
    if (state !== 'published' && state !== 'withdrawn') throw new PageError(422, '没有更改', '请选择发布或撤下。')
    await centre.moveAnnouncement(id, state, currentActor(req))
    res.redirect(303, paths.centreAnnouncements({}))
  }

function announcementForm(req: Request, res: Response, found: Announcement | null, refused?: Refused): void {
  const wrong = (name: string) => refused?.faults.find((one) => one.field === name)?.message ?? ''
  const view = {
    title: found?.title ?? '新公告',
    action: found === null ? paths.centreAnnouncements({}) : paths.centreAnnouncement({ id: found.id }),
    moveAction: found && paths.centreAnnouncementState({ id: found.id }),
    moves: found === null ? [] : NEXT_STATES[found.state].map((state) => ({ state, text: MOVES[state] })),
    state: found && STATES[found.state],
    editable: found?.state !== 'published',
    values: { title: refused?.typed.title ?? found?.title ?? '', text: refused?.typed.text ?? found?.text ?? '' },
    wrong: { title: wrong('title'), text: wrong('text') },
    paragraphs: found === null ? [] : paragraphsOf(found.text),
  }
  centrePage(req, res, 'announcement-form', 'announcements', view, refused)
}

/** `GET /announcements`: what visitors are told. */
export const showAnnouncements =
  ({ centre }: CentrePageContext) =>
  async (req: Request, res: Response) => {
    const number = pageNumberIn(req.query.page)
    const { rows, total } = await centre.published({ skip: (number - 1) * SIZE, limit: SIZE })
    page(res, 'centre/public-list', {
      title: '公告',
      total,
      rows: rows.map(({ id, title, publishedAt }) => ({
        href: paths.announcement({ id }),
        title,
        at: publishedAt === null ? '' : formatInstant(publishedAt),
      })),
      pages: pagesOf(number, SIZE, total, (page) => paths.announcements({}, { page })),
    })
  }

/** `GET /announcements/:id` */
export const showAnnouncement =
  ({ centre }: CentrePageContext) =>
  async (req: Request, res: Response) => {
    const { title, text, publishedAt } = await centre.announcement(idParam(req), true)
    page(res, 'centre/public', {
      title,
      at: publishedAt === null ? '' : formatInstant(publishedAt),
      paragraphs: paragraphsOf(text),
      listHref: paths.announcements({}),
    })
  }
