import type { Operator } from '../scope.js'

export const DATE_TEXT: [string, Operator][] = []
