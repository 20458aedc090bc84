import type { Request, Response } from 'express'
import { z } from 'zod'
import { refusalOf, type Application, type ChosenProduct, type FinancingRequest } from '../../applications/index.js'
import { wanText, exactWanText } from '../../kernel/money.js'
import { paths } from '../../paths.js'
import { idParam } from '../../web/request-params.js'
import { currentUser } from '../../web/current-user.js'
import { bureauTabs } from '../../menus.js'
import { fault, readForm, type FormFault, type Typed } from '../../web/form.js'
import { formatInstant } from '../../kernel/format-instant.js'
import { page } from '../../web/page.js'
import { csrfToken } from '../../web/security/index.js'
import type { HallContext } from '../hall.context.js'
import { dispatchable, DispatchRefused, dispatchRequest } from '../use-cases/dispatch-request.js'
import { divisionText } from '../rules/anonymous-request.js'
import { maskedChoice, SAMPLE_STRIP, nameMaskFor } from './masked-names.js'
import { statusOf } from './bureau-status.views.js'

/** `GET /bureau/requests/:id`: one request with its applications, and the form to dispatch it. */
export const showRequest = (context: HallContext) => (req: Request, res: Response) =>
  requestPage(context, req, res, { faults: [], typed: {}, chosen: [] })

type DispatchForm = { readonly faults: readonly FormFault[]; readonly typed: Typed; readonly chosen: readonly string[] }

const schema = z.strictObject({
  version: z
    .string('请刷新页面后重试')
    .regex(/^\d{1,6}$/, '请刷新页面后重试')
    .transform(Number),
  products: z
    .union([z.string(), z.array(z.string()).max(50)])
    .optional()
    .transform((given) => (given === undefined ? [] : [given].flat()).filter((one) => one !== '')),
  reason: z.string('派单的理由：请填写').trim().min(1, '派单的理由：请填写').max(500, '派单的理由最多 500 个字'),
})

/** `POST /bureau/requests/:id/dispatch` */
export const postDispatch = (context: HallContext) => async (req: Request, res: Response) => {
  const id = idParam(req)
  await context.requests.get('all', id)
  const read = readForm(schema, req.body)
  const sent: unknown = (req.body as Record<string, unknown> | undefined)?.products
  const chosen = [sent].flat().filter((one): one is string => typeof one === 'string' && one !== '')
  const again = (faults: readonly FormFault[]) => {
    res.status(422)
    return requestPage(context, req, res, { faults, typed: read.typed, chosen })
  }
  if (!read.ok) {
    const none = chosen.length === 0 ? [fault('products', '请至少选择一家银行的产品')] : []
    await again([...none, ...read.faults])
    return
  }
  const { products: productIds, reason, version: shown } = read.value
  try {
    await dispatchRequest(context, currentUser(req), id, { productIds, reason, shown })
  } catch (error) {
    if (!(error instanceof DispatchRefused)) throw error
    await again(error.faults.map(({ field, message }) => fault(field, message)))
    return
  }
  res.redirect(303, paths.bureauRequest({ id }))
}

async function requestPage(context: HallContext, req: Request, res: Response, form: DispatchForm): Promise<void> {
  const request = await context.requests.get('all', idParam(req))
  const applications = await context.applications.ofRequest('all', request.id)
  const hall = applications.find(({ kind }) => kind === 'hall')
  const [now, window] = [context.now(), await context.windows.latest(request.id)]
  page(res, 'hall/bureau-request', {
    title: `申请 ${request.number}`,
    indexed: false,
    tabs: currentUser(req).role === 'bureau' ? bureauTabs('requests') : [],
    ...(request.isSample && { strip: `示例数据：这次申请来自示例企业，不代表任何真实企业。${SAMPLE_STRIP}` }),
    csrf: csrfToken(req),
    listHref: paths.bureauRequests({}),
    isSample: request.isSample,
    heading: (await nameMaskFor(context, request))(request.title),
    name: request.enterpriseName,
    facts: factsOf(context, request),
    stands: applications.map((one) => statusOf(one, now, window)),
    faults: form.faults,
    dispatch:
      hall !== undefined && refusalOf('assign', hall, 'bureau') === null && currentUser(req).role === 'bureau'
        ? dispatchForm(request, hall, applications, form)
        : null,
  })
}

function factsOf({ reference }: HallContext, request: FinancingRequest) {
  const { dimensions, amountFen, termMonths } = request
  const { names: greens } = reference.greenClasses
  return [
    ['申请金额', wanText(amountFen), exactWanText(amountFen)],
    ['期限', `${termMonths} 个月`],
    ['方式', request.channel === 'hall' ? '需求大厅' : '定向申请'],
    ['用途', dimensions.purpose ?? '未填写'],
    ['师市', dimensions.division === null ? '未填写' : divisionText(dimensions.division)],
    [
      '行业',
      dimensions.industry === null ? '未填写' : (reference.industries.find(dimensions.industry)?.name ?? '未填写'),
    ],
    [
      '绿色类别',
      dimensions.greenCode === null
        ? '未填写'
        : dimensions.greenCode === ''
          ? '不属于绿色目录'
          : (greens.get(dimensions.greenCode) ?? dimensions.greenCode),
    ],
    ['首贷户', dimensions.firstLoan === null ? '未填写' : dimensions.firstLoan ? '是' : '否'],
    ['匹配的产品', `${request.products.length} 个`],
    ...(request.channel === 'hall' ? [['企业排除的银行', `${request.excludedBanks.length} 家`]] : []),
    ['提交', formatInstant(request.submittedAt)],
  ].map(([name, text, exact]) => ({ name, text, exact: exact === text ? '' : (exact ?? '') }))
}

function dispatchForm(
  request: FinancingRequest,
  hall: Application,
  applications: readonly Application[],
  form: DispatchForm,
) {
  const words = (name: string) => form.faults.find(({ field }) => field === name)?.message ?? ''
  return {
    action: paths.bureauDispatch({ id: request.id }),
    version: hall.version,
    reason: form.typed.reason ?? '',
    faultOf: { products: words('products'), reason: words('reason') },
    banks: banksOf(dispatchable(request, applications)).map(({ bankName, products }, place) => {
      const called = maskedChoice(request, bankName, place)
      return {
        name: called.bank,
        id: `bank-${place + 1}`,
        options: products.map(({ productId, productName, verdict }, at) => ({
          value: productId,
          text: `${called.productOf(productName, at)}（${verdict === 'eligible' ? '符合' : '待补充'}）`,
          chosen: form.chosen.includes(productId),
        })),
      }
    }),
  }
}

/** The products by bank, banks with an eligible product first. */
function banksOf(products: readonly ChosenProduct[]) {
  const fits = ({ verdict }: ChosenProduct) => Number(verdict === 'eligible')
  const sorted = products.toSorted((a, b) => fits(b) - fits(a))
  return [...new Map(sorted.map(({ bankId, bankName }) => [bankId, bankName]))].map(([bankId, bankName]) => ({
    ...{ bankId, bankName },
    products: sorted.filter((product) => product.bankId === bankId),
  }))
}
