import { DomainError, RecordNotFound } from '../kernel/domain-error.js'

/** One thing that is wrong, in plain Chinese; `path` names the field or the place. */
export type Fault = { readonly path: string; readonly message: string }

export type Suggestion = { readonly href: string; readonly text: string }

/** An error with a page: it carries its HTTP status, title and sentence. */
export class PageError extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly publicMessage: string,
    readonly suggestions: readonly Suggestion[] = [],
  ) {
    super(publicMessage)
  }
}

/** What is asked for does not exist, or is not for this visitor: both look the same. */
export class NotFound extends PageError {
  constructor(publicMessage = '您要找的页面不存在，可能已经移动或下架。', suggestions: readonly Suggestion[] = []) {
    super(404, '没有找到这个页面', publicMessage, suggestions)
  }
}

/** A form with an old security token. The text does not suggest a refresh, which would empty the form. */
export class FormExpired extends PageError {
  constructor() {
    super(403, '页面已过期', '页面打开太久，没有提交成功。请返回上一页，先记下填写的内容，再重新打开页面提交。')
  }
}

/** The request is not valid; every fault is named. */
export class Invalid extends PageError {
  constructor(readonly faults: readonly Fault[]) {
    super(422, '填写的内容有误', '请按下面的说明改正后重试。')
  }
}

/** The page for a domain error, from the data that the error carries. */
export type ErrorPages = Readonly<Record<string, (data: never) => PageError>>

/**
 * The page of a refusal, in the words of the rooms; null for an error that is no refusal.
 * @throws Error when no room has a page for the code: a fault of the code
 */
export function pageErrorFor(error: unknown, pages: ErrorPages): PageError | null {
  if (error instanceof PageError) return error
  if (!(error instanceof DomainError)) return null
  const page = pages[error.code]
  if (!page && error instanceof RecordNotFound) return new NotFound()
  if (!page) throw new Error(`No page is declared for the domain error ${error.code}.`)
  return page(error.data as never)
}
