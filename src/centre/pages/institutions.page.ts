import type { Request, Response } from 'express'
import { z } from 'zod'
import { toHalfWidth } from '../../kernel/text.js'
import { paths } from '../../paths.js'
import { idParam } from '../../web/request-params.js'
import { currentActor } from '../../web/current-user.js'
import { NotFound } from '../../web/errors.js'
import { readForm } from '../../web/form.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { centrePage, type CentrePageContext, type Refused } from './page-frame.js'

/** `GET /centre/institutions`: every bank of the catalogue with whom the centre calls there. */
export const listInstitutions = (deps: CentrePageContext) => async (req: Request, res: Response) => {
  const { banks, products } = await deps.catalogue.current()
  const counts = new Map<string, number>()
  for (const { bank } of products.values()) counts.set(bank, (counts.get(bank) ?? 0) + 1)
  const noted = await deps.centre.contactsAt([...banks.keys()])
  centrePage(req, res, 'institutions', 'institutions', {
    title: '机构',
    rows: noted.map(({ bankId, active, branch, contact, phone }) => ({
      href: paths.centreInstitution({ id: bankId }),
      name: banks.get(bankId)?.name ?? bankId,
      products: counts.get(bankId) ?? 0,
      active,
      branch: branch || '未填写',
      contact: contact || '未填写',
      phone: phone || '未填写',
    })),
  })
}

/** `GET /centre/institutions/:id` */
export const editInstitution = (deps: CentrePageContext) => (req: Request, res: Response) =>
  institutionPage(deps, req, res)

async function institutionPage(deps: CentrePageContext, req: Request, res: Response, refused?: Refused): Promise<void> {
  const id = idParam(req)
  const bank = (await deps.catalogue.current()).banks.get(id)
  const [noted] = await deps.centre.contactsAt([id])
  if (!bank || !noted) throw new NotFound('目录中没有这家机构。')
  const typed = refused?.typed
  const view = {
    title: bank.name,
    action: paths.centreInstitution({ id }),
    updated: noted.updatedAt && formatInstant(noted.updatedAt),
    active: typed ? typed.active === 'yes' : noted.active,
    fields: [
      { name: 'branch', label: '服务兵团的网点', value: typed?.branch ?? noted.branch },
      { name: 'contact', label: '联系人', value: typed?.contact ?? noted.contact },
      { name: 'phone', label: '电话', value: typed?.phone ?? noted.phone },
    ].map((field) => ({ ...field, wrong: refused?.faults.find((one) => one.field === field.name)?.message ?? '' })),
  }
  centrePage(req, res, 'institution', 'institutions', view, refused)
}

const line = (label: string, longest: number) =>
  z
    .string(`${label}只能填写一项`)
    .trim()
    .max(longest, `${label}最多 ${longest} 个字`)
    .refine((text) => !/[\p{Cc}<>]/u.test(text), `${label}中有不能使用的字符`)

const schema = z.strictObject({
  active: z.enum(['yes', 'no'], '请选择是否参与'),
  branch: line('网点', 60),
  contact: line('联系人', 40),
  phone: z
    .string('电话只能填写一项')
    .transform((text) => toHalfWidth(text).replace(/\s/g, ''))
    .pipe(
      z
        .string()
        .regex(
          /^$|^(1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|9\d{4})$/,
          '请填写手机号、带区号的座机或客服号码，如 0991-1234567；可以留空',
        ),
    ),
})

/** `POST /centre/institutions/:id` */
export const noteInstitution = (deps: CentrePageContext) => async (req: Request, res: Response) => {
  const bankId = idParam(req)
  if (!(await deps.catalogue.current()).banks.has(bankId)) throw new NotFound('目录中没有这家机构。')
  const form = readForm(schema, req.body)
  if (!form.ok) {
    await institutionPage(deps, req, res, form)
    return
  }
  const { active, ...rest } = form.value
  await deps.centre.saveContact({ bankId, active: active === 'yes', ...rest }, currentActor(req))
  res.redirect(303, paths.centreInstitutions({}))
}
