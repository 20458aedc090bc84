/**
 * Figures of 2022–2024 from a public report of 2025 on green manufacturing in the Corps. They are quoted, not computed
 * here, and never added to figures of loans on the platform.
 */
export type ReportedFigure = { readonly what: string; readonly figure: string }

export const REPORTED_SOURCE = '2025 年关于兵团绿色制造的公开报道'

export const REPORTED_FIGURES: { readonly source: string; readonly rows: readonly ReportedFigure[] } = {
  source: REPORTED_SOURCE,
  rows: [
    { what: '对接平台的机构与产品', figure: '14 家机构，110 款产品' },
    { what: '战略合作', figure: '6 家银行，授信额度合计 700 亿元以上' },
    { what: '2024 年绿色贷款', figure: '21 家银行向 190 家企业投放 222.5 亿元' },
    {
      what: '三张清单（2022–2024 年）',
      figure: '重点企业 24 家、节能改造项目 71 个，投资 31.36 亿元，年节能 50.7 万吨标准煤',
    },
    { what: '兵团级以上绿色工厂', figure: '63 家，其中国家级 27 家' },
    { what: '节能监察', figure: '248 家企业' },
  ],
}
