import { PageError } from '../web/errors.js'

/** The one-time key of a form was used about something else: nothing of what was sent is kept. */
export class WordTaken extends PageError {
  /** @param href the page that gives a fresh form */
  constructor(href: string) {
    super(409, '这份表单已经提交过', '这份表单已在别处提交过，您刚才填写的内容没有保存。请打开页面重新填写。', [
      { href, text: '重新打开页面' },
    ])
  }
}
