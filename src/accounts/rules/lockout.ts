/** What attempts are counted by. */
export type AttemptKind = 'account' | 'address' | 'code' | 'request'

type Limit = { readonly free: number; readonly firstSeconds: number; readonly mostSeconds: number }

const limits: Readonly<Record<AttemptKind, Limit>> = {
  account: { free: 5, firstSeconds: 30, mostSeconds: 3600 },
  // Many people may share one address: an office, a mobile network.
  address: { free: 30, firstSeconds: 30, mostSeconds: 3600 },
  code: { free: 5, firstSeconds: 60, mostSeconds: 3600 },
  // Sign-ups, resets and invitations: each sends a mail.
  request: { free: 20, firstSeconds: 60, mostSeconds: 3600 },
}

/**
 * How long nothing more is tried after so many failures in a row, in seconds: nothing at first, then a delay that
 * doubles with each failure up to an hour.
 */
export function delaySeconds(kind: AttemptKind, failures: number): number {
  const { free, firstSeconds, mostSeconds } = limits[kind]
  if (failures < free) return 0
  return Math.min(mostSeconds, firstSeconds * 2 ** Math.min(failures - free, 20))
}

/** An address, or the network of an IPv6 address: a home has 2^64 of them. */
export function networkOf(address: string | undefined): string {
  const plain = (address ?? 'unknown').replace(/^::ffff:/i, '')
  if (!plain.includes(':')) return plain
  const [head = '', tail] = plain.split('::')
  const front = head.split(':').filter(Boolean)
  const back = (tail ?? '').split(':').filter(Boolean)
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length)
  return [...front, ...Array<string>(zeros).fill('0'), ...back].slice(0, 4).join(':')
}

/** A delay in words. */
export function waitText(seconds: number): string {
  return seconds < 60 ? `${Math.max(1, Math.ceil(seconds))} 秒` : `${Math.ceil(seconds / 60)} 分钟`
}
