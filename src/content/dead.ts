type Named = { has(key: string): boolean }

/** The names that are not among what there is, a line each. */
export const dead = (where: string, what: string, names: string[], among: Named) => names.filter((name) => !among.has(name)).map((name) => `${where}: no ${what} "${name}"`)
