import { CommandError } from '../errors.js'
import type { Store } from '../storage/store.js'

type PlainWrite = { kind: 'plain'; run: () => void; settle: () => void; fail: (error: unknown) => void; done: boolean }
type LockRequest = { kind: 'lock'; grant: () => void; done: boolean }

/**
 * The one place where writing is given out. SQLite has one writer and the thread has one stack, so waiting happens here
 * and never inside SQLite: plain writes that arrive together share one commit (and one sync of the disk), a transaction
 * that writes holds everybody else back until it ends.
 */
export class Writer {
  private readonly main: Store
  private queue: (PlainWrite | LockRequest)[] = []
  private held = false
  private scheduled = false

  constructor(main: Store) {
    this.main = main
  }

  /**
   * Runs `work` on the main store and resolves with its result once it is on disk. When `work` throws, what it wrote is
   * undone and nothing else. Waits for a transaction that holds the lock, but not past `deadline` (ms since 1970).
   */
  write<T>(work: () => T, deadline?: number): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let result: { value: T } | null = null
      let timer: NodeJS.Timeout | undefined
      const job: PlainWrite = {
        kind: 'plain',
        done: false,
        run: () => {
          clearTimeout(timer)
          result = { value: work() }
        },
        settle: () => {
          if (result !== null) resolve(result.value)
        },
        fail: reject,
      }
      if (deadline !== undefined) {
        timer = setTimeout(
          () => {
            if (job.done) return
            job.done = true
            reject(new CommandError('MaxTimeMSExpired', 'operation exceeded time limit'))
          },
          Math.max(0, deadline - Date.now()),
        )
      }
      this.queue.push(job)
      this.schedule()
    })
  }

  /** Takes the write lock for a transaction; false when it was not to be had within `patience` ms. */
  acquire(patience: number): boolean | Promise<boolean> {
    if (!this.held && this.queue.length === 0) {
      this.held = true
      return true
    }
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        if (request.done) return
        request.done = true
        resolve(false)
      }, patience)
      const request: LockRequest = {
        kind: 'lock',
        done: false,
        grant: () => {
          clearTimeout(timer)
          request.done = true
          this.held = true
          resolve(true)
        },
      }
      this.queue.push(request)
      this.schedule()
    })
  }

  release(): void {
    this.held = false
    this.schedule()
  }

  /** Everything that still waits is answered with 91, as a server that is going down does. */
  shutdown(): void {
    const waiting = this.queue
    this.queue = []
    for (const job of waiting) {
      if (job.kind === 'plain' && !job.done)
        job.fail(new CommandError(91, 'The server is in quiesce mode and will shut down'))
    }
  }

  private schedule(): void {
    if (this.scheduled || this.held || this.queue.length === 0) return
    this.scheduled = true
    setImmediate(() => {
      this.scheduled = false
      this.drain()
    })
  }

  private drain(): void {
    while (!this.held && this.queue.length > 0) {
      const batch: PlainWrite[] = []
      let next = this.queue[0]
      while (next?.kind === 'plain') {
        this.queue.shift()
        if (!next.done) batch.push(next)
        next = this.queue[0]
      }
      if (batch.length > 0) this.commit(batch)
      // Plain writes have all been taken: what is left in front, if anything, is a transaction.
      const request = this.queue.shift()
      if (request?.kind === 'lock' && !request.done) request.grant()
    }
  }

  private commit(batch: readonly PlainWrite[]): void {
    const { connection } = this.main
    const before = this.main.catalog
    const written: PlainWrite[] = []
    try {
      // Left open only when an earlier ROLLBACK failed; without this nothing could ever be written again.
      connection.rollback()
      connection.run('BEGIN IMMEDIATE')
      // Alone in its commit a write needs no savepoint: when it fails everything is undone below.
      for (const job of batch) if (this.runOne(job, batch.length > 1)) written.push(job)
      connection.run('COMMIT')
    } catch (error) {
      this.main.catalog = before
      connection.rollback()
      for (const job of batch) job.fail(error)
      return
    }
    for (const job of written) job.settle()
  }

  private runOne(job: PlainWrite, among: boolean): boolean {
    const { connection } = this.main
    const before = this.main.catalog
    job.done = true
    if (among) connection.run('SAVEPOINT write')
    try {
      job.run()
      if (among) connection.run('RELEASE write')
      return true
    } catch (error) {
      // A full disk ends the whole SQLite transaction; then there is no savepoint to go back to.
      if (!among || !connection.inTransaction) throw error
      connection.run('ROLLBACK TO write')
      connection.run('RELEASE write')
      this.main.catalog = before
      job.fail(error)
      return false
    }
  }
}
