import type { Reference } from '../reference/index.js'
import type { Names } from './anonymous.js'

/** The names of industries and green classes, as pages of the hall use them. */
export const namesOf = ({ industries, greenClasses }: Pick<Reference, 'industries' | 'greenClasses'>): Names => ({
  industries: industries.names,
  greenClasses: greenClasses.names,
  sectionOf: (code) => industries.find(code)?.section ?? industries.find(code.slice(0, 2))?.section ?? null,
})
