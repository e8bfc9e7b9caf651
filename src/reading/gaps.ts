import { allSaid, asked } from '../attachments/answers.ts'
import type { Content } from '../content/content.ts'
import type { OpenDossier } from '../dossiers/dossiers.ts'
import type { Row } from '../dossiers/file.ts'
import type { Voice } from '../templates.ts'

/** `state`: da_chiedere, aiuto (the person asks for help), porto, cerco (of a document), chiesto, arrivato. */
export type Gap = { label: string; state: string; done: boolean }

/**
 * What is missing, as a list to go through with the person (domain.md 2.9): what we asked for and has arrived or not, questions left
 * open, documents not found yet. Questions of special categories stand only in the part that opens with a reason.
 */
export function gapsOf(content: Content, opened: OpenDossier, rows: Row[], voice: Voice): Gap[] {
  const help = new Set(opened.filed.help)
  const open = rows.filter(({ unknown, category }) => unknown && category === 'com').map(({ id, label }) => gap(label, help.has(id) ? 'aiuto' : 'da_chiedere'))
  return [...askedFor(content, opened, voice), ...open, ...documentsOf(content, opened, voice)]
}

function askedFor(content: Content, opened: OpenDossier, voice: Voice): Gap[] {
  const now = asked(content, opened).map(({ item, said }) => gap(voice.text(item.label), said.length ? 'arrivato' : 'chiesto'))
  if (now.length) return now
  const answered = new Set(allSaid(opened.story).map(({ item }) => item))
  return content.missingItems.filter(({ code }) => answered.has(code)).map(({ label }) => gap(voice.text(label), 'arrivato'))
}

/** What the person brings later, or looks for and does not find. */
function documentsOf(content: Content, { filed: { answers } }: OpenDossier, voice: Voice): Gap[] {
  const said = typeof answers.documenti === 'object' && !Array.isArray(answers.documenti) ? answers.documenti : {}
  const options = content.questions.get('documenti')?.options ?? []
  return options.filter(({ code }) => ['cerco', 'porto'].includes(said[code] ?? '')).map(({ code, label }) => gap(voice.text(label), said[code] ?? ''))
}

const gap = (label: string, state: string): Gap => ({ label, state, done: state === 'arrivato' })
