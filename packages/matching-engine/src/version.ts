/** Name and version of the engine. It is part of every record: a change of any answer is a change of this string. */
export const ENGINE_VERSION = 'lueqiao-engine/1.1.0'
