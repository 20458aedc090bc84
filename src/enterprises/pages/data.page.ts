import { paths } from '../../paths.js'
import { NotFound } from '../../web/errors.js'
import { fault, type FormFault } from '../../web/form.js'
import { deskPage, type Desk, type DeskHandler } from './desk-frame.js'
import { one, sentFields } from './form-values.js'

/** `GET /enterprise/data`: what is held, taking a copy, and closing the account. */
export const showData: DeskHandler = (desk, _req, res) => {
  dataPage(desk, [], res)
}

/** `GET /enterprise/data.json` */
export const sendExport: DeskHandler = async ({ enterprise, enterprises, today }, _req, res) => {
  const everything = await enterprises.exportEverything(enterprise.id)
  res
    .attachment(`${enterprise.creditCode}-${today}.json`)
    .type('json')
    .send(JSON.stringify(everything, null, 2))
}

/** `POST /enterprise/closure`: the owner types the name of the enterprise to show that it is meant. */
export const closeEnterprise: DeskHandler = async (desk, req, res) => {
  const { enterprise, enterprises, by, isOwner } = desk
  if (!isOwner) throw new NotFound()
  const sent = sentFields(req.body, (name) => name === 'name')
  if (sent === null || one(sent, 'name').normalize('NFKC') !== enterprise.name.normalize('NFKC')) {
    res.status(422)
    dataPage(desk, [fault('name', '请完整填写企业名称，与上面显示的一致')], res)
    return
  }
  await enterprises.close(enterprise.id, by)
  req.session.destroy(() => {
    res.redirect(303, paths.home({}))
  })
}

function dataPage(desk: Desk, faults: readonly FormFault[], res: Parameters<DeskHandler>[2]): void {
  deskPage(
    res,
    'data',
    desk,
    { title: '数据与注销', tab: 'data' },
    {
      exportHref: paths.enterpriseExport({}),
      closure: paths.enterpriseClosure({}),
      isOwner: desk.isOwner,
      faults,
      fault: faults[0]?.message ?? '',
    },
  )
}
