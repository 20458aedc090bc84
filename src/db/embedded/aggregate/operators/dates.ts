import type { Operator } from '../scope.js'

export const DATES: [string, Operator][] = []
