import type { Document } from './values/order.js'

/** Error codes of the MongoDB server that this server answers with, by name. Source: error_codes.yml of the server. */
export const ERROR_CODES = {
  InternalError: 1,
  BadValue: 2,
  NoSuchKey: 4,
  GraphContainsCycle: 5,
  HostUnreachable: 6,
  FailedToParse: 9,
  Unauthorized: 13,
  TypeMismatch: 14,
  Overflow: 15,
  InvalidLength: 16,
  ProtocolError: 17,
  AuthenticationFailed: 18,
  IllegalOperation: 20,
  EmptyArrayOperation: 21,
  InvalidBSON: 22,
  NamespaceNotFound: 26,
  IndexNotFound: 27,
  PathNotViable: 28,
  NonExistentPath: 29,
  CannotCreateIndex: 67,
  RoleNotFound: 31,
  ConflictingUpdateOperators: 40,
  CursorNotFound: 43,
  NamespaceExists: 48,
  MaxTimeMSExpired: 50,
  DollarPrefixedFieldName: 52,
  InvalidIdField: 53,
  EmptyFieldName: 56,
  DottedFieldName: 57,
  CommandNotFound: 59,
  WriteConcernFailed: 64,
  ImmutableField: 66,
  IndexAlreadyExists: 68,
  InvalidOptions: 72,
  InvalidNamespace: 73,
  IndexOptionsConflict: 85,
  IndexKeySpecsConflict: 86,
  OperationFailed: 96,
  DocumentValidationFailure: 121,
  WriteConflict: 112,
  CommandNotSupported: 115,
  ConflictingOperationInProgress: 117,
  CommandNotSupportedOnView: 166,
  OptionNotSupportedOnView: 167,
  InvalidPipelineOperator: 168,
  CannotIndexParallelArrays: 171,
  InvalidIndexSpecificationOption: 197,
  NoSuchTransaction: 251,
  TransactionTooOld: 225,
  TransactionCommitted: 256,
  NotImplemented: 238,
  ConversionFailure: 241,
  OperationNotSupportedInTransaction: 263,
  QueryFeatureNotAllowed: 224,
  UnknownError: 8,
  Interrupted: 11601,
  InterruptedAtShutdown: 11600,
  KeyTooLong: 17280,
  BSONObjectTooLarge: 10334,
  OutOfDiskSpace: 14031,
  DuplicateKey: 11000,
  NotWritablePrimary: 10107,
} as const

export type CodeName = keyof typeof ERROR_CODES

const NAMES = new Map<number, string>(Object.entries(ERROR_CODES).map(([name, code]) => [code, name]))

/** The name MongoDB gives to a code; codes without a name are called "Location" and the number, as the server does. */
export function codeName(code: number): string {
  return NAMES.get(code) ?? `Location${code}`
}

/** A failure answered to the client with MongoDB's own code. `extra` goes into the reply beside code and errmsg. */
export class CommandError extends Error {
  readonly code: number
  readonly codeName: string
  labels?: string[]
  extra?: Document

  constructor(code: number | CodeName, message: string, extra?: Document) {
    super(message)
    this.name = 'CommandError'
    this.code = typeof code === 'number' ? code : ERROR_CODES[code]
    this.codeName = codeName(this.code)
    if (extra !== undefined) this.extra = extra
  }
}
