import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import { Invalid, NotFound, pageErrorFor, PageError, type ErrorPages } from './errors.js'
import { page } from './page.js'

/** No route matches: a 404 page with suggestions. */
export const notFound: RequestHandler = () => {
  throw new NotFound()
}

/**
 * Answers every error with a page (or JSON for machines): status, sentence and request number.
 * @param pages the pages for the domain errors of the rooms
 */
export const errorHandler =
  (pages: ErrorPages): ErrorRequestHandler =>
  (error: unknown, req, res, next) => {
    if (res.headersSent) {
      next(error)
      return
    }
    const shown = asPageError(error, pages)
    if (shown.status >= 500) req.log.error({ err: error }, 'request failed')
    // The rest of an unread body would be read as the next request on this connection.
    if (shown.status === 413) res.set('Connection', 'close')
    res.status(shown.status).set('Cache-Control', 'no-store')
    if (wantsJson(req)) answerJson(req, res, shown)
    else answerPage(req, res, shown)
  }

const wantsJson = (req: Request) => req.path.startsWith('/api/') || req.path.endsWith('.json')

/** The number of the request, as the log has it. */
const requestNumber = (req: Request) => (typeof req.id === 'string' ? req.id : '')

function answerJson(req: Request, res: Response, shown: PageError): void {
  const faults = shown instanceof Invalid ? shown.faults : [{ path: '', message: shown.publicMessage }]
  res.json({ error: shown.title, faults, requestId: requestNumber(req) })
}

function answerPage(req: Request, res: Response, shown: PageError): void {
  page(res, shown.status === 404 ? 'errors/not-found' : 'errors/error', {
    title: shown.title,
    indexed: false,
    message: shown.publicMessage,
    faults: shown instanceof Invalid ? shown.faults : [],
    suggestions: shown.suggestions,
    requestId: requestNumber(req),
  })
}

const sentences: Readonly<Record<number, readonly [title: string, message: string]>> = {
  400: ['请求无法识别', '浏览器发来的内容无法识别，请返回上一页重试。'],
  403: [
    '这次提交没有通过安全检查',
    '页面可能打开太久，或是从别的网站跳转过来的。请返回上一页，先记下填写的内容，再重新打开页面提交。',
  ],
  413: ['提交的内容太大', '提交的内容超过 64 KB，请删减后重试。'],
  415: ['编码不受支持', '请使用 UTF-8 编码提交。'],
  422: ['填写的内容有误', '内容中有无法识别的字符，请使用 UTF-8 编码重新提交。'],
  429: ['访问太频繁', '一分钟内的请求太多，请稍后再试。'],
}

/** Errors of the body parser and the security checks carry a status; anything without one is our own failure. */
function asPageError(error: unknown, pages: ErrorPages): PageError {
  const refused = pageErrorFor(error, pages)
  if (refused) return refused
  const status = statusOf(error)
  const known = status === null ? undefined : (sentences[status] ?? (status < 500 ? sentences[400] : undefined))
  if (status !== null && known) return new PageError(status, known[0], known[1])
  if (isUnavailable(error)) {
    return new PageError(503, '服务暂时不可用', '数据库暂时无法连接，已填写的内容没有保存，请稍后重试。')
  }
  return new PageError(500, '出了点问题', '系统出错，已记录。请稍后重试；若仍不行，请把请求编号告诉我们。')
}

function statusOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('status' in error)) return null
  const { status } = error
  return typeof status === 'number' && status >= 400 && status < 600 ? status : null
}

const unavailable = /^Mongo(Server(Selection|Closed)|Network|NotConnected|PoolCleared|PoolClosed|Topology)/

const isUnavailable = (error: unknown) => error instanceof Error && unavailable.test(error.name)
