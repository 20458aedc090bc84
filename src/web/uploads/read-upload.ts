import type { Request, RequestHandler, Response } from 'express'
import multer from 'multer'
import { checkToken } from '../security/csrf.js'
import { MOST_BYTES } from '../../files/file-kinds.js'

/** What came with a form that carries a file. `fault` is a Chinese sentence; the file is then not there. */
export type Upload =
  | { readonly file: { readonly name: string; readonly bytes: Buffer }; readonly fault: null }
  | { readonly file: null; readonly fault: string }

const SENTENCES: Readonly<Record<string, string>> = {
  LIMIT_FILE_SIZE: '文件超过 10 MB，请压缩或拆分后再上传',
  LIMIT_FILE_COUNT: '一次只能上传一个文件',
  LIMIT_UNEXPECTED_FILE: '一次只能上传一个文件',
}
const NOTHING = '请选择要上传的文件'
const UNREADABLE = '上传的内容无法识别，请返回重试'

/**
 * Reads one file from the field `file` of a multipart form, and its few text fields into `req.body`. Only
 * routes that take a file use it, after sign-in; it checks the form's token as soon as the body is read. Names are read
 * as UTF-8, as browsers send them. When a form breaks a limit, the fault is in `uploadOf(res)` and the route answers.
 */
export function uploadReader(): RequestHandler {
  const read = multer({
    storage: multer.memoryStorage(),
    limits: {
      fileSize: MOST_BYTES,
      files: 1,
      fields: 10,
      parts: 12,
      fieldNameSize: 100,
      fieldSize: 4096,
      headerPairs: 50,
    },
    defParamCharset: 'utf8',
    preservePath: true,
  }).single('file')
  return (req, res, next) => {
    read(req, res, (error: unknown) => {
      res.locals.upload = error ? { file: null, fault: sentenceFor(error) } : received(req)
      checkToken(req, res, next)
    })
  }
}

/** The upload of this request. @throws Error when the route does not read uploads. */
export function uploadOf(res: Response): Upload {
  const { upload } = res.locals
  if (upload === undefined) throw new Error('This route reads no upload.')
  return upload
}

function received(req: Request): Upload {
  const { file } = req
  if (file === undefined || (file.originalname === '' && file.size === 0)) return { file: null, fault: NOTHING }
  return { file: { name: file.originalname, bytes: file.buffer }, fault: null }
}

function sentenceFor(error: unknown): string {
  return error instanceof multer.MulterError ? (SENTENCES[error.code] ?? UNREADABLE) : UNREADABLE
}
