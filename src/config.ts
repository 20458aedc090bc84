import path from 'node:path'
import { z } from 'zod'

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,9}$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((n) => n >= min && n <= max, `must be a whole number from ${min} to ${max}`)

const schema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  HOST: z.string().trim().min(1).default('127.0.0.1'),
  PORT: wholeNumber(0, 65535).default(3000),
  DATA_DIR: z.string().trim().min(1).default('data'),
  MONGODB_URI: z
    .string()
    .trim()
    .regex(/^mongodb(\+srv)?:\/\/\S+$/, 'must start with mongodb:// or mongodb+srv://')
    .optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  RATE_LIMIT_PER_MINUTE: wholeNumber(1, 1_000_000).default(600),
  SESSION_SECRET: z.string().min(32, 'must be at least 32 characters').optional(),
  TRUST_PROXY: wholeNumber(0, 10).default(0),
  PUBLIC_URL: z
    .string()
    .trim()
    .regex(/^https?:\/\/[^\s/?#]+\/?$/, 'must be an address such as https://portal.example.cn, without a path')
    .transform((url) => url.replace(/\/$/, ''))
    .optional(),
  SMTP_URL: z
    .string()
    .trim()
    .regex(/^smtps?:\/\/\S+$/, 'must start with smtp:// or smtps://')
    .optional(),
  MAIL_FROM: z
    .string()
    .trim()
    .regex(/^([^<>\r\n]*<[^<>\s@]+@[^<>\s@]+>|[^<>\s@]+@[^<>\s@]+)$/, 'must be a mail address')
    .optional(),
  DEMO_PASSWORD: z
    .string()
    .min(10, 'must be at least 10 characters')
    .max(128, 'must be at most 128 characters')
    .optional(),
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
  /** How many reverse proxies stand in front. */
  readonly trustProxy: number
  /** Where people open the portal, without a slash at its end: what links in mails begin with. */
  readonly publicUrl: string
  /** How to send mail, or null: mails then stay in the outbox of the centre. */
  readonly mail: { readonly smtpUrl: string; readonly from: string } | null
  /** The password of the demonstration accounts; null has one made at random. */
  readonly demoPassword: string | null
}

/** Thrown when the environment holds a value the program cannot start with; the message names every one of them. */
export class ConfigError extends Error {}

/**
 * Reads the environment once. Empty variables count as not set.
 * @throws ConfigError with one sentence per wrong value.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()))
  const parsed = schema.safeParse(given)
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}.`).join('\n'))
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
    demoPassword: env.DEMO_PASSWORD ?? null,
  })
}

/** Settings that are well formed one by one and do not fit together. */
function contradictionsIn(env: z.output<typeof schema>): readonly string[] {
  const production = env.NODE_ENV === 'production'
  return [
    ...(production && !env.SESSION_SECRET
      ? ['SESSION_SECRET must be set in production (at least 32 characters).']
      : []),
    ...(production && env.DEMO_PASSWORD
      ? ['DEMO_PASSWORD must not be set in production: it has no demo accounts.']
      : []),
    ...(env.SMTP_URL && !env.MAIL_FROM ? ['MAIL_FROM must be set when SMTP_URL is set.'] : []),
    ...(env.SMTP_URL && !env.PUBLIC_URL ? ['PUBLIC_URL must be set when SMTP_URL is set: mails carry links.'] : []),
  ]
}

/** The configuration of this process; the only place that reads the environment. */
export const configFromEnvironment = (): Config => readConfig(process.env)
