import { enableCompileCache } from 'node:module'

// Node keeps what it compiled: the next start takes half the time.
enableCompileCache()
await import('./service.ts')
