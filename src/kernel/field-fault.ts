/** One thing that is wrong with what a person entered, by the name of its field; an empty name for the whole. */
export type FieldFault = { readonly field: string; readonly message: string }

export const fieldFault = (field: string, message: string): FieldFault => ({ field, message })
