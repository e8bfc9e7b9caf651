import { loadContent } from '../content/content.ts'
import { knowledgeOf } from './kept.ts'

/** A process of its own that learns from the content and keeps what it learnt: learner.ts TERRITORY FILE; an empty name is the usual territory. */
const [territory, path] = process.argv.slice(2)
knowledgeOf(loadContent(territory || undefined), path)
