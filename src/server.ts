import { enableCompileCache, flushCompileCache } from 'node:module'

// Node keeps what it compiled, and keeps it even if the service is killed: the next start takes half the time.
enableCompileCache()
await import('./service.ts')
setTimeout(flushCompileCache, 1000).unref()
