import { Connection } from '../storage/connection.js'

const KEEP = 8

/** SQLite connections for transactions; a few are kept open between uses. */
export class ConnectionPool {
  private readonly file: string
  private idle: Connection[] = []

  constructor(file: string) {
    this.file = file
  }

  take(): Connection {
    return this.idle.pop() ?? new Connection(this.file)
  }

  give(connection: Connection): void {
    if (this.idle.length < KEEP) this.idle.push(connection)
    else connection.close()
  }

  close(): void {
    for (const connection of this.idle) connection.close()
    this.idle = []
  }
}
