/** Ends a command with a line for people: what is wrong, where, what to do. */
export function fail(message: string): never {
  console.error(message)
  process.exit(1)
}

