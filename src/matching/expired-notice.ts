/** Above a form that is shown again with a fresh token. */
export const EXPIRED_NOTICE = '页面已过期，刚才没有提交成功；您填写的内容都在，请再提交一次。'
