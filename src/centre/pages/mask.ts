/** `zhangsan@example.cn` → `z***@example.cn`: enough to tell two people apart, not enough to write to one. */
export function maskedEmail(email: string): string {
  const at = email.lastIndexOf('@')
  return at < 1 ? '***' : `${[...email][0] ?? ''}***${email.slice(at)}`
}

/** `13812345678` → `138****5678`; shorter numbers keep their last two digits. */
export function maskedPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '')
  return digits.length >= 11 ? `${digits.slice(0, 3)}****${digits.slice(-4)}` : `****${digits.slice(-2)}`
}

/** `王小明` → `王*明`, `王明` → `王*`: with the organisation beside it, enough to tell colleagues apart. */
export function maskedName(name: string): string {
  const [first = '', ...rest] = [...name]
  const last = rest.length > 1 ? (rest.pop() ?? '') : ''
  return first + '*'.repeat(Math.min(rest.length, 4)) + last
}
