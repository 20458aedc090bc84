/** A trade that occurs in the Corps, and what an enterprise of it may need. */
export type Trade = {
  /** Part of the name: 八师棉纺示例001号有限公司. */
  readonly word: string
  /** GB/T 4754-2017. */
  readonly industry: string
  readonly industrial: boolean
  readonly needs: readonly TradeNeed[]
}

export type TradeNeed = {
  readonly title: string
  readonly purpose: string
  /** Code of the 2025 green finance catalogue; null is known not to be green. */
  readonly green: string | null
  readonly securities: readonly string[]
  /** A project has an investment, own funds and approvals. */
  readonly project: boolean
}

const need = (
  title: string,
  purpose: string,
  green: string | null,
  securities: string,
  project = false,
): TradeNeed => ({
  title,
  purpose,
  green,
  securities: securities === '' ? [] : securities.split(' '),
  project,
})

const season = (what: string) => need(`${what}收购资金`, '农产品收购', null, '仓单存货 企业保证')
const working = need('日常流动资金', '流动资金', null, '房产 个人保证')
const trading = need('货款周转', '贸易周转', null, '应收账款')
const solar = need('厂房屋顶光伏', '项目建设', '4.2.2', '设备 收费权', true)
const saving = need('节能设备更新', '设备购置', '1.4.1', '设备 房产', true)
const water = need('高效节水灌溉', '项目建设', '7.2.3', '土地 取水权', true)
const waste = need('废弃物综合利用', '项目建设', '3.2.4', '设备 补贴确权', true)
const research = need('绿色工艺研发', '技术研发', null, '知识产权 融资担保')

/** Trades by their industry classes; every code exists in its table, which a test makes sure of. */
export const trades: readonly Trade[] = [
  { word: '棉业', industry: '0131', industrial: false, needs: [water, working] },
  { word: '果业', industry: '0151', industrial: false, needs: [water, season('红枣')] },
  { word: '牧业', industry: '0311', industrial: false, needs: [waste, working] },
  {
    word: '农机服务',
    industry: '0512',
    industrial: false,
    needs: [need('农机更新', '设备购置', null, '设备'), working],
  },
  { word: '煤业', industry: '0610', industrial: true, needs: [saving, working] },
  { word: '面粉', industry: '1312', industrial: true, needs: [season('小麦'), saving] },
  { word: '番茄制品', industry: '1371', industrial: true, needs: [season('番茄'), solar] },
  { word: '乳业', industry: '1441', industrial: true, needs: [saving, working] },
  { word: '葡萄酒', industry: '1515', industrial: true, needs: [season('葡萄'), working] },
  { word: '棉纺', industry: '1711', industrial: true, needs: [solar, season('皮棉')] },
  { word: '服装', industry: '1819', industrial: true, needs: [trading, working] },
  { word: '包装', industry: '2231', industrial: true, needs: [saving, trading] },
  { word: '化工', industry: '2614', industrial: true, needs: [saving, research] },
  { word: '化肥', industry: '2621', industrial: true, needs: [saving, trading] },
  { word: '塑料制品', industry: '2921', industrial: true, needs: [waste, working] },
  { word: '建材', industry: '3011', industrial: true, needs: [saving, waste] },
  { word: '铝业', industry: '3216', industrial: true, needs: [solar, saving] },
  { word: '机械', industry: '3571', industrial: true, needs: [research, working] },
  { word: '输变电设备', industry: '3821', industrial: true, needs: [research, trading] },
  { word: '热电', industry: '4412', industrial: true, needs: [saving, working] },
  {
    word: '光伏发电',
    industry: '4416',
    industrial: true,
    needs: [need('光伏电站建设', '项目建设', '4.2.2', '收费权 设备 股权', true), working],
  },
  {
    word: '风电',
    industry: '4415',
    industrial: true,
    needs: [need('风电场建设', '项目建设', '4.2.1', '收费权 设备', true), working],
  },
  {
    word: '水务',
    industry: '4620',
    industrial: true,
    needs: [need('污水处理提标', '项目建设', '6.4.7', '收费权', true), working],
  },
  {
    word: '建筑工程',
    industry: '4710',
    industrial: true,
    needs: [need('绿色建筑施工', '项目建设', '6.1.1', '应收账款 企业保证', true), trading],
  },
  { word: '农资商贸', industry: '5166', industrial: false, needs: [trading, working] },
  {
    word: '物流',
    industry: '5431',
    industrial: false,
    needs: [need('新能源货车购置', '设备购置', '9.1.1', '设备'), working],
  },
  { word: '冷链仓储', industry: '5930', industrial: false, needs: [solar, working] },
  { word: '再生资源', industry: '4220', industrial: true, needs: [waste, working] },
  { word: '环保科技', industry: '7721', industrial: false, needs: [research, working] },
  { word: '文旅', industry: '7862', industrial: false, needs: [working, trading] },
]
