import path from 'node:path'
import { z } from 'zod'

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,9}$/, `必须是 ${min} 到 ${max} 之间的整数`)
    .transform(Number)
    .refine((n) => n >= min && n <= max, `必须是 ${min} 到 ${max} 之间的整数`)

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

const schema = z.object({
  NODE_ENV: z
    .enum(['development', 'production', 'test'], '只能是 development、production 或 test')
    .default('development'),
  HOST: z.string().trim().min(1).default('127.0.0.1'),
  PORT: wholeNumber(0, 65535).default(3000),
  DATA_DIR: z.string().trim().min(1).default('data'),
  MONGODB_URI: z
    .string()
    .trim()
    .regex(/^mongodb(\+srv)?:\/\/\S+$/, '必须以 mongodb:// 或 mongodb+srv:// 开头')
    .optional(),
  LOG_LEVEL: z.enum(logLevels, `只能是 ${logLevels.join('、')}`).default('info'),
  RATE_LIMIT_PER_MINUTE: wholeNumber(1, 1_000_000).default(600),
  SESSION_SECRET: z.string().min(32, '至少要有 32 个字符').optional(),
  TRUST_PROXY: wholeNumber(0, 10).default(0),
  PUBLIC_URL: z
    .string()
    .trim()
    .regex(/^https?:\/\/[^\s/?#]+\/?$/, '必须是网址，例如 https://portal.example.cn，不带路径')
    .transform((url) => url.replace(/\/$/, ''))
    .optional(),
  SMTP_URL: z
    .string()
    .trim()
    .regex(/^smtps?:\/\/\S+$/, '必须以 smtp:// 或 smtps:// 开头')
    .optional(),
  MAIL_FROM: z
    .string()
    .trim()
    .regex(
      /^([^<>\r\n]*<[^<>\s@]+@[^<>\s@]+>|[^<>\s@]+@[^<>\s@]+)$/,
      '必须是邮箱地址，例如 绿桥 <no-reply@portal.example.cn>',
    )
    .optional(),
  DEMO_PASSWORD: z.string().min(10, '至少要有 10 个字符').max(128, '最多 128 个字符').optional(),
  DEMO_APPLICATIONS: z.coerce.number().int('必须是整数').min(0, '不能小于 0').max(5000, '最多 5000').optional(),
  CLAIM_WINDOW: z
    .string()
    .trim()
    .regex(
      /^([1-9]|10)wd$|^([1-9]\d?|1\d\d|2[0-3]\d|240)h$/,
      '必须是 1wd 到 10wd（工作日）或 1h 到 240h（工作日内的小时）',
    )
    .transform((text) => ({ unit: text.endsWith('wd') ? ('wd' as const) : ('h' as const), count: parseInt(text, 10) }))
    .default({ unit: 'wd', count: 1 }),
})

/** The names of all settings. */
export const settingNames: readonly string[] = Object.keys(schema.shape)

export type Config = {
  readonly environment: 'development' | 'production' | 'test'
  readonly host: string
  readonly port: number
  /** Absolute path of the folder that holds the embedded database. */
  readonly dataDir: string
  readonly mongodbUri: string | null
  readonly logLevel: z.infer<typeof schema>['LOG_LEVEL']
  /** Anonymous calls that one address may make in a minute. */
  readonly rateLimitPerMinute: number
  readonly sessionSecret: string | null
  /** The number of reverse proxies in front of the portal. */
  readonly trustProxy: number
  /** The public address of the portal without a slash at its end; links in mails begin with it. */
  readonly publicUrl: string
  /** How to send mail, or null: mails then stay in the outbox of the centre. */
  readonly mail: { readonly smtpUrl: string; readonly from: string } | null
  /** The length of a bidding window in the hall: working days, or hours within working days. */
  readonly claimWindow: { readonly unit: 'wd' | 'h'; readonly count: number }
  /** The password of the demonstration accounts; null generates a random one. */
  readonly demoPassword: string | null
  /** About how many applications the sample history has; 0 for none. */
  readonly demoApplications: number
}

/** The environment has invalid values; the message names every one. */
export class ConfigError extends Error {}

/**
 * Reads the environment once. Empty variables count as not set.
 * @throws ConfigError with one sentence per wrong value.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()))
  const parsed = schema.safeParse(given)
  if (!parsed.success) {
    throw new ConfigError(
      parsed.error.issues.map((issue) => `设置 ${issue.path.join('.')} 有误：${issue.message}。`).join('\n'),
    )
  }
  const env = parsed.data
  const faults = contradictionsIn(env)
  if (faults.length) throw new ConfigError(faults.join('\n'))
  return Object.freeze({
    environment: env.NODE_ENV,
    host: env.HOST,
    port: env.PORT,
    dataDir: path.resolve(env.DATA_DIR),
    mongodbUri: env.MONGODB_URI ?? null,
    logLevel: env.LOG_LEVEL,
    rateLimitPerMinute: env.RATE_LIMIT_PER_MINUTE,
    sessionSecret: env.SESSION_SECRET ?? null,
    trustProxy: env.TRUST_PROXY,
    publicUrl: env.PUBLIC_URL ?? `http://127.0.0.1:${env.PORT}`,
    mail: env.SMTP_URL && env.MAIL_FROM ? { smtpUrl: env.SMTP_URL, from: env.MAIL_FROM } : null,
    claimWindow: env.CLAIM_WINDOW,
    demoPassword: env.DEMO_PASSWORD ?? null,
    demoApplications: env.DEMO_APPLICATIONS ?? 2000,
  })
}

/** Settings that are valid one by one but contradict each other. */
function contradictionsIn(env: z.output<typeof schema>): readonly string[] {
  const production = env.NODE_ENV === 'production'
  return [
    ...(production && !env.SESSION_SECRET ? ['生产环境必须设置 SESSION_SECRET（至少 32 个字符）。'] : []),
    ...(production && env.DEMO_PASSWORD ? ['生产环境没有演示账号，不能设置 DEMO_PASSWORD。'] : []),
    ...(env.SMTP_URL && !env.MAIL_FROM ? ['设置了 SMTP_URL，就必须设置 MAIL_FROM。'] : []),
    ...(env.SMTP_URL && !env.PUBLIC_URL ? ['设置了 SMTP_URL，就必须设置 PUBLIC_URL：邮件里的链接以它开头。'] : []),
  ]
}

/** The configuration of this process; the only place that reads the environment. */
export const configFromEnvironment = (): Config => readConfig(process.env)
