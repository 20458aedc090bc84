/** What the things are called that events are about; one that is not here is shown by its code. */
const SUBJECTS: Readonly<Record<string, string>> = {
  account: '账号',
  agreement: '授信协议',
  announcement: '公告',
  application: '申请',
  'application-draft': '申请草稿',
  bank: '机构设置',
  demo: '示例数据',
  enterprise: '企业',
  institution: '机构联系方式',
  invitation: '邀请',
  loan: '贷款',
  'pipeline-import': '清单导入',
  'pipeline-project': '清单项目',
  'register-entry': '名录条目',
  'register-import': '名录导入',
  report: '报表',
  'reported-figure': '外部数据',
  'reported-import': '外部数据导入',
  request: '融资申请',
  syndicate: '银团',
}

export const subjectName = (kind: string): string => SUBJECTS[kind] ?? kind
export const subjectKinds: readonly string[] = Object.keys(SUBJECTS)
