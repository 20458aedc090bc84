import { pipeline } from 'node:stream/promises'
import type { Request, Response } from 'express'
import type { Application } from '../../applications/index.js'
import { chinaDay } from '../../kernel/dates.js'
import { paths } from '../../paths.js'
import { idParam } from '../../web/request-params.js'
import { currentUser } from '../../web/current-user.js'
import { NotFound } from '../../web/errors.js'
import { attachmentHeaders } from '../../web/uploads/send-attachment.js'
import { FormReader } from './form-reader.js'
import { readVisitResult } from './step.form.js'
import type { ReviewService } from '../review.service.js'
import { casePage, type CasePageState } from './case.page.js'
import { runOrShowConflict } from './conflict.page.js'
import type { TabId } from './tabs.views.js'

type Handler = (req: Request, res: Response) => Promise<void>

/** Handles a form of the case page that is no step: reads it, carries it out, and redirects to its tab. */
async function handleForm(
  review: ReviewService,
  req: Request,
  res: Response,
  given: {
    readonly form: string
    readonly tab: TabId
    readonly fields: readonly string[]
    readonly read?: (reading: FormReader, application: Application) => void
    readonly act: (reading: FormReader, application: Application, user: Express.User) => Promise<unknown>
  },
): Promise<void> {
  const user = currentUser(req)
  const application = await review.get(user, idParam(req))
  const reading = new FormReader(req.body, given.fields)
  given.read?.(reading, application)
  if (!reading.ok) {
    res.status(422)
    const shown: CasePageState = { form: given.form, tab: given.tab, typed: reading.typed, faults: reading.faults }
    return casePage(review, req, res, application, shown)
  }
  const tab = given.tab === 'rules' ? undefined : given.tab
  await runOrShowConflict(res, req, reading.typed, async () => {
    await given.act(reading, application, user)
    res.redirect(303, paths.bankApplication({ id: application.id }, { tab, done: 'saved' }))
  })
}

/** `POST /bank/applications/:id/notes` */
export const postNote =
  (review: ReviewService): Handler =>
  (req, res) =>
    handleForm(review, req, res, {
      form: 'note',
      tab: 'notes',
      fields: ['remark'],
      read: (reading) => void reading.text('remark', '备注', { min: 2, max: 2000 }),
      act: (reading, { id }, user) => review.addNote({ user, id }, reading.raw('remark'), reading.key),
    })

/** `POST /bank/applications/:id/visits/:visit`: the result of a visit. */
export const postVisitResult =
  (review: ReviewService): Handler =>
  async (req, res) => {
    const today = chinaDay(review.now())
    const firstOf = ({ submittedAt }: Application) => chinaDay(submittedAt)
    await handleForm(review, req, res, {
      form: `visit-${String(req.params.visit)}`,
      tab: 'notes',
      fields: ['on', 'text'],
      read: (reading, application) => {
        const read = readVisitResult(req.body, { today, first: firstOf(application) })
        const place = `f-${String(req.params.visit)}-`
        const faults = read.reading.faults.map((one) => ({ ...one, href: one.href.replace('f-', place) }))
        reading.faults.splice(0, reading.faults.length, ...faults)
      },
      act: (reading, { id }, user) =>
        review.reportVisit({ user, id }, String(req.params.visit), {
          on: reading.raw('on'),
          text: reading.raw('text'),
        }),
    })
  }

/** `POST /bank/applications/:id/checks`: a check of a value or of a document. */
export const postCheck =
  (review: ReviewService): Handler =>
  async (req, res) => {
    const isDocument = typeof (req.body as Readonly<Record<string, unknown>>).document === 'string'
    if (isDocument) {
      return handleForm(review, req, res, {
        form: 'document',
        tab: 'documents',
        fields: ['document'],
        act: (reading, { id }, user) =>
          review.checkDocument({ user, id, shown: reading.shown }, reading.raw('document')),
      })
    }
    const user = currentUser(req)
    const { file } = await review.caseOf(user, await review.get(user, idParam(req)))
    return handleForm(review, req, res, {
      form: 'check',
      tab: 'rules',
      fields: ['fact', 'against'],
      read: (reading) => {
        reading.choice(
          'fact',
          '数据',
          file.facts.map(({ fact }) => fact),
        )
        reading.text('against', '核对依据', { min: 2, max: 300 })
      },
      act: (reading, { id }, by) =>
        review.checkFact({ user: by, id }, { fact: reading.raw('fact'), note: reading.raw('against') }),
    })
  }

/** `POST /bank/applications/:id/officer` */
export const postOfficer =
  (review: ReviewService): Handler =>
  (req, res) =>
    handleForm(review, req, res, {
      form: 'officer',
      tab: 'rules',
      fields: ['officer'],
      read: (reading) => void reading.text('officer', '客户经理', { min: 1, max: 40 }),
      act: (reading, { id }, user) => review.assignOfficer({ user, id, shown: reading.shown }, reading.raw('officer')),
    })

/** `POST /bank/applications/:id/proposal`: a manager confirms or sends back, the proposer withdraws. */
export const postProposal =
  (review: ReviewService): Handler =>
  (req, res) =>
    handleForm(review, req, res, {
      form: 'proposal',
      tab: 'rules',
      fields: ['reason'],
      read: (reading) => {
        reading.choice('then', '办理', ['confirm', 'return', 'withdraw'])
        if (reading.raw('then') === 'return') reading.text('reason', '退回的原因', { min: 5, max: 500 })
      },
      act: (reading, { id }, user) => {
        const of = { user, id, shown: reading.shown }
        if (reading.raw('then') === 'confirm') return review.confirmProposal(of)
        return reading.raw('then') === 'return'
          ? review.sendBackProposal(of, reading.raw('reason'))
          : review.withdrawProposal(of)
      },
    })

/** `POST /bank/applications/:id/contest` */
export const postContest =
  (review: ReviewService): Handler =>
  (req, res) =>
    handleForm(review, req, res, {
      form: 'contest',
      tab: 'rules',
      fields: ['upheld', 'answer'],
      read: (reading) => {
        reading.choice('upheld', '结论', ['yes', 'no'])
        reading.text('answer', '答复', { min: 10, max: 1000 })
      },
      act: (reading, { id }, user) =>
        review.answerContest(
          { user, id, shown: reading.shown },
          { upheld: reading.raw('upheld') === 'yes', text: reading.raw('answer') },
        ),
    })

/** `GET /bank/applications/:id/documents/:document`: a file as a download, never as a page of this site. */
export const sendDocument =
  (review: ReviewService): Handler =>
  async (req, res) => {
    const document = req.params.document
    if (typeof document !== 'string') throw new NotFound()
    const { evidence, content } = await review.openDocument(currentUser(req), idParam(req), document)
    attachmentHeaders(res, evidence)
    await pipeline(content, res)
  }
