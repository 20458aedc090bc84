import type { Request, Response } from 'express'
import { paths } from '../../paths.js'
import { currentActor } from '../../web/current-user.js'
import { PageError } from '../../web/errors.js'
import { centrePage, type CentrePageContext } from './page-frame.js'

/** `GET /centre`: what waits for a person first. */
export const showCentre =
  ({ enterprises, accounts, centre, samples }: CentrePageContext) =>
  async (req: Request, res: Response) => {
    const count = async (filter: Parameters<CentrePageContext['enterprises']['list']>[0]) =>
      (await enterprises.list(filter, { page: 1, size: 1 })).total
    const [pending, returned, approved, contradicted, sample] = await Promise.all([
      count({ status: 'pending' }),
      count({ status: 'returned' }),
      count({ status: 'approved' }),
      count({ contradicted: true }),
      count({ isSample: true }),
    ])
    const users = await accounts.list({ state: 'active' }, { skip: 0, limit: 1 })
    const on = await samples.areOn()
    centrePage(req, res, 'home', 'home', {
      title: '服务中心工作台',
      ...(sample > 0 && { strip: `以下数字含 ${sample} 家示例企业，示例不代表任何真实企业。` }),
      waiting: [
        { count: pending, text: '家企业等待审核', href: paths.centreEnterprises({}, { status: 'pending' }) },
        {
          count: contradicted,
          text: '家企业的填报与名录不一致',
          href: paths.centreEnterprises({}, { contradicted: 'yes' }),
        },
      ],
      stats: [
        { count: approved, text: '家企业已通过', href: paths.centreEnterprises({}, { status: 'approved' }) },
        { count: returned, text: '家已退回', href: paths.centreEnterprises({}, { status: 'returned' }) },
        { count: users.total, text: '个可用账号', href: paths.centreUsers({}) },
        {
          count: (await centre.published({ skip: 0, limit: 1 })).total,
          text: '条已发布公告',
          href: paths.centreAnnouncements({}),
        },
      ],
      samples: { on, count: sample, action: paths.centreSamples({}) },
    })
  }

/** `POST /centre/samples`: brings the sample data in or takes it away. */
export const switchSamples =
  ({ samples }: CentrePageContext) =>
  async (req: Request, res: Response) => {
    const wanted = (req.body as Readonly<Record<string, unknown>>).samples
    const by = currentActor(req)
    if (wanted === 'on') await samples.turnOn(by)
    else if (wanted === 'off') await samples.turnOff(by)
    else throw new PageError(422, '没有更改', '请选择装入或移除示例数据。')
    res.redirect(303, paths.centre({}))
  }
