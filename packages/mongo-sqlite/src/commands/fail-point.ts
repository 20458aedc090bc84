import { CommandError } from '../errors.js'
import { asNumber, isTrue } from '../field.js'
import { isDocument, type Document } from '../values/document.js'
import { fields, reply, type Call, type Command } from './call.js'

type FailPoint = { data: Document; times: number; skip: number }

/** What a fail point wants done with a command. */
export type Failure = {
  readonly error: CommandError | null
  readonly closeConnection: boolean
  readonly blockMS: number
  readonly writeConcernError: Document | null
  readonly errorLabels: string[] | null
}

/** The failCommand fail point of the server's test commands; it exists only when the server was started with them. */
export class FailPoints {
  private failCommand: FailPoint | null = null

  set(mode: unknown, data: Document): void {
    if (mode === 'off') {
      this.failCommand = null
      return
    }
    const times = isDocument(mode) ? asNumber(mode.times) : undefined
    const skip = isDocument(mode) ? asNumber(mode.skip) : undefined
    this.failCommand = { data, times: times ?? Infinity, skip: skip ?? 0 }
  }

  /** The failure to act out for a command, null for none. Counts down. */
  take(command: string, appName: string): Failure | null {
    const point = this.failCommand
    if (point === null) return null
    const { data } = point
    const commands = Array.isArray(data.failCommands) ? (data.failCommands as unknown[]) : []
    if (!commands.includes(command)) return null
    if (typeof data.appName === 'string' && data.appName !== appName) return null
    if (point.skip-- > 0) return null
    if (point.times-- <= 0) {
      this.failCommand = null
      return null
    }
    return failureOf(data)
  }
}

function failureOf(data: Document): Failure {
  const code = asNumber(data.errorCode)
  const labels = Array.isArray(data.errorLabels) ? (data.errorLabels as string[]) : null
  return {
    error: code === undefined ? null : new CommandError(code, "Failing command via 'failCommand' failpoint"),
    closeConnection: isTrue(data.closeConnection),
    blockMS: isTrue(data.blockConnection) ? (asNumber(data.blockTimeMS) ?? 0) : 0,
    writeConcernError: isDocument(data.writeConcernError) ? data.writeConcernError : null,
    errorLabels: labels,
  }
}

function configure(call: Call) {
  if (!call.server.options.testCommands) {
    throw new CommandError('CommandNotFound', "no such command: 'configureFailPoint'")
  }
  if (call.body.configureFailPoint !== 'failCommand') {
    throw new CommandError('BadValue', 'only the failCommand fail point is supported')
  }
  call.server.failPoints.set(call.body.mode, isDocument(call.body.data) ? call.body.data : {})
  return reply({ count: 0 })
}

export const configureFailPoint: Command = { kind: 'control', fields: fields('mode', 'data'), run: configure }
