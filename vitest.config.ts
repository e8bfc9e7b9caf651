import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The long ones first: else one core waits at the end while the other walks through a browser story. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const long = (file: TestSpecification) => Number(/test\/(browser|dossiers\/kill|attachments\/hostile|dossiers\/acts)/.test(file.moduleId))
    return (await super.sort(files)).toSorted((a, b) => long(b) - long(a))
  }
}

export default defineConfig({ test: { include: ['test/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 90_000, globalSetup: 'test/helpers/ready.ts', pool: 'forks', isolate: false, maxWorkers: 2, sequence: { sequencer: LongFirst } } })
