import { defineConfig } from 'vitest/config'

export default defineConfig({ test: { include: ['test/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 90_000, globalSetup: 'test/helpers/learn.ts', pool: 'forks', maxWorkers: 2 } })
