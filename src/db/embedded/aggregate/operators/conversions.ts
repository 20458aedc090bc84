import type { Operator } from '../scope.js'

export const CONVERSIONS: [string, Operator][] = []
