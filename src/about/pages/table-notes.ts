import type { TableName } from '../../reference/index.js'

/** Title, source, use and caveat of a reference table, for the page of data sources. */
export type TableNote = {
  readonly title: string
  readonly source: string
  readonly use: string
  readonly mind?: string
}

export const TABLE_NOTES: Readonly<Record<TableName, TableNote>> = {
  divisions: {
    title: '师市',
    source: '兵团公开资料；城市代码据国家统计局统计用区划代码整理',
    use: '注册地所在师市',
  },
  industries: {
    title: '国民经济行业分类',
    source: '国家标准 GB/T 4754-2017（含 2019 年第 1 号修改单）',
    use: '所属行业的选择与行业条件',
    mind: '机器可读文本取自两份公开整理本，逐条比对一致；修改单新增的个别小类可能缺漏。',
  },
  'green-catalogue': {
    title: '绿色金融支持项目目录（2025 年版）',
    source: '中国人民银行、金融监管总局、中国证监会，银发〔2025〕132 号附件',
    use: '项目的绿色类别与产品的绿色范围',
    mind: '类别说明为本平台概括，不是目录原文；判断项目是否属于某类，请以目录原文为准。',
  },
  'enterprise-size': {
    title: '大中小微型企业划分',
    source: '国家统计局《统计上大中小微型企业划分办法（2017）》，国统字〔2017〕213 号',
    use: '由行业、从业人员、营业收入和资产推算企业规模',
    mind: '金融业、铁路运输业等不在该办法范围内，需自行填写规模。',
  },
  lpr: {
    title: '贷款市场报价利率（LPR）',
    source: '全国银行间同业拆借中心公布，取自公开镜像',
    use: '产品页与利率对照',
    mind: '右列日期之后各期尚未录入，以官方公布为准。',
  },
  holidays: {
    title: '节假日与调休',
    source: '国务院办公厅各年度关于部分节假日安排的通知',
    use: '工作日计算',
    mind: '通知尚未收录的年度只按周末和固定日期的法定假日估算，结果标为暂定。',
  },
  'tax-grades': {
    title: '纳税信用、环保信用与绿色工厂等级',
    source: '国家税务总局公告 2025 年第 12 号；环发〔2013〕150 号；工信部节〔2024〕13 号',
    use: '相关条件的选项与说明',
    mind: '兵团未见单独的环保信用评价办法，请填写主管部门公布的等级。',
  },
  'environmental-factors': {
    title: '折标煤系数与排放因子',
    source: 'GB/T 2589-2020；生态环境部、国家统计局电力二氧化碳排放因子公告',
    use: '环境效益测算的依据，目前尚未用于页面上的结果',
  },
  'credit-code': {
    title: '统一社会信用代码规则',
    source: '国家标准 GB 32100-2015',
    use: '代码校验规则，目前的测评不需要填写代码',
  },
}
