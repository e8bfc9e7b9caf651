import { contrast, hexColour, readable } from './colour.ts'
import { intents } from './intents.ts'
import { z } from 'zod'
import { text } from './text.ts'

// Each schema reads its files once: compiling it first, as zod would, costs more than it saves.
z.config({ jitless: true })

/** The shapes of the files of db/content. The README of that folder says the same in Italian, for who writes them. */

export const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be a slug: small letters, digits, hyphens')
export const code = z.string().regex(/^[a-z0-9_+<-]+$/, 'must be a code: small letters, digits, underscores')
const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date YYYY-MM-DD')
const axis = z.enum(['casa', 'lavoro', 'socialita', 'trasversale'])
const kind = z.enum([
  'alloggio', 'domiciliare', 'educativo', 'contributo', 'tirocinio', 'orientamento', 'progettazione', 'mediazione',
  'laboratorio', 'inserimento', 'formazione', 'accompagnamento', 'inclusione', 'risocializzazione', 'espressivo',
  'soggiorno', 'comunita', 'voucher', 'presa-in-carico', 'governance',
])
const texts = z.array(text).min(1)

/** What a sheet may say, in the order of the national model for a service page. What is not known is left out. */
const sheetBody = {
  title: text,
  summary: text,
  for_whom: texts.optional(),
  how: texts.optional(),
  bring: texts.optional(),
  what_you_get: texts.optional(),
  times: text.optional(),
  cost: text.optional(),
  decides: text.optional(),
  next: text.optional(),
  warning: text.optional(),
  verified_on: isoDate,
}

export const opportunity = z.strictObject({
  slug,
  version: z.int().positive(),
  ...sheetBody,
  family: slug,
  axis,
  kind,
  /** C citizens, C* only inside the generic card of the group, O operators, I project governance (domain.md 1.2). */
  visibility: z.enum(['C', 'C*', 'O', 'I']),
  source: z.strictObject({ document: z.enum(['S0', 'S1', 'S2', 'S3', 'S4']), ref: z.string(), quote: z.string() }),
  providers: texts.optional(),
  limits: z.array(z.strictObject({ code, max: z.number(), unit: z.string(), text })).optional(),
  /** Only with this programme of the territory open (e.g. gol). */
  programme: code.optional(),
  /** Drawn from a part, or from the context, of its document: not an item of the document's own list. */
  derived: z.boolean().default(false),
  selection: z.boolean().optional(),
  editions: z.int().optional(),
  hours: z.int().optional(),
  recipients: z.int().optional(),
  staff_note: text.optional(),
})

/** The grain of orientation: the slugs of families.json, each inside one group of domain.md 1.2. */
export const family = z.strictObject({
  slug,
  version: z.int().positive(),
  /** The official label, for operators. */
  label: z.string(),
  axis,
  group: slug,
  citizen_facing: z.boolean(),
  /** true: its name would reveal a condition, so citizens see the card of its group instead. */
  reveals_condition: z.boolean().default(false),
  ...sheetBody,
})

/** The fifteen generic cards (CA1 … FA1), plus PUA. */
export const group = z.strictObject({ slug, version: z.int().positive(), code: z.string(), axis, ...sheetBody })

export const card = z.strictObject({
  slug, version: z.int().positive(), title: text, summary: text, paragraphs: texts,
  decides: text, link: z.url().optional(), source: z.string(), verified_on: isoDate,
})

export const page = z.strictObject({
  slug, version: z.int().positive(), title: text, summary: text,
  /** It has legal force, or is for staff: never translated. */
  italian_only: z.boolean().default(false),
  sections: z.array(z.strictObject({ heading: text, paragraphs: texts.optional(), list: texts.optional(), steps: texts.optional(),
    /** Words that a law or the national model prescribes as they stand: nobody may make them plainer. */
    quoted: text.optional() })),
  source: z.string().optional(), verified_on: isoDate,
})

/** One condition on one answer. See src/engine/rule.ts for what each operator means. */
const condition = z.strictObject({
  is: z.string().optional(),
  in: z.array(z.string()).optional(),
  any: z.array(z.string()).optional(),
  every: z.array(z.string()).optional(),
  named: z.array(z.string()).optional(),
  unless: z.array(z.string()).optional(),
  unknown: z.boolean().optional(),
}).refine((c) => Object.keys(c).length === 1, 'needs exactly one operator: is, in, any, every, named, unless, unknown')
const conditions = z.record(code, condition)

const option = z.strictObject({
  code,
  label: text,
  /** The wording when the request is for another person. */
  label_other: text.optional(),
  /** Other names of the same answer, read by `npm run orient`. */
  alias: z.array(z.string()).optional(),
  icon: z.string().optional(),
  /** Multiple choice: means nothing beside another choice ("Non so", "Nessuno"). */
  alone: z.boolean().optional(),
  /** Offered only where this does not exclude it. */
  when: conditions.optional(),
  /** The heading of a group of choices, on the first of them. */
  group: text.optional(),
  help: text.optional(),
})

const question = z.strictObject({
  id: code,
  kind: z.enum(['one', 'many', 'comune', 'name', 'text', 'date', 'phone', 'email', 'fiscal_code', 'address', 'counts', 'grid', 'notice', 'agree']),
  label: text,
  label_other: text.optional(),
  help: text.optional(),
  help_other: text.optional(),
  /** Perché lo chiediamo. */
  why: text.optional(),
  /** How the answer is used once sent: a code of processing.yaml. */
  processing: code.optional(),
  /** The words of the summary, where the question itself would read badly. */
  short: text.optional(),
  options: z.array(option).optional(),
  /** grid only: what may be said of each row. */
  levels: z.array(z.strictObject({ code, label: text })).optional(),
  /** The quiet ways out: ignoto "Non lo so", taciuto "Preferisco non dirlo", aiuto "Mi serve aiuto". */
  quiet: z.array(z.enum(['ignoto', 'taciuto', 'aiuto'])).default([]),
  required: z.boolean().default(false),
  max_length: z.int().positive().optional(),
  /** Number of the field in domain.md 2.10. */
  field: z.int().optional(),
  /** com common, part special category (art. 9 GDPR). */
  category: z.enum(['com', 'part']).default('com'),
  /** notice only: the emergency panel or the page shown. */
  panel: code.optional(),
  /** notice only: the path ends here, with a way on. */
  exit: z.boolean().optional(),
  /** notice with exit only: the acts with which the request can go on instead. */
  restart: z.array(code).optional(),
  /** A page to read before answering. */
  link: z.strictObject({ href: z.string().startsWith('/'), label: text }).optional(),
  /** date and fiscal_code: the name of the fact that holds the age band of this birth date. */
  age_fact: code.optional(),
  /** name only: asks also how the person wants to be called. */
  chosen_name: z.boolean().optional(),
  /** address only: beginnings of streets that stand for no home. */
  no_home: z.array(z.string()).optional(),
  autocomplete: z.string().optional(),
})
export const questionFile = z.strictObject({ questions: z.array(question) })

export const journey = z.strictObject({
  id: slug,
  version: z.int().positive(),
  title: text,
  steps: z.array(z.strictObject({ ask: code, when: conditions.optional(), when_any: z.array(conditions).optional(), part: code.optional(), known: conditions.optional() })),
})

const rule = z.strictObject({
  id: z.string().regex(/^r\d{2,3}[a-z]?-[a-z0-9-]+$/),
  when: conditions,
  order: z.enum(['emergenza', 'scadenza', 'bisogno', 'altro']),
  then: z.strictObject({
    families: z.array(slug).optional(),
    /** da_verificare: propose it among "Forse", to be checked with a person. */
    certainty: z.literal('da_verificare').optional(),
    cards: z.array(slug).optional(),
    panel: code.optional(),
    signal: code.optional(),
    action: z.enum(['offri_segnalazione', 'prenota_colloquio']).optional(),
    highlight: slug.optional(),
    note: text.optional(),
    note_other: text.optional(),
  }),
  /** The families only where this is open in the territory. */
  requires: code.optional(),
  reason: text,
  reason_other: text.optional(),
  /** What the reason claims the person said; a test proves it of every answer that fires the rule. */
  says: z.record(code, z.array(z.string())).optional(),
  source: z.string(),
})
export const ruleFile = z.strictObject({
  version: z.int().positive(), author: z.string(), date: isoDate,
  /** Why a "Forse" is shown when an answer would settle it; {question} is the question in short. */
  open_reason: text,
  rules: z.array(rule),
})

/** Which desk: the first rule that holds decides; the last one always does (domain.md 2.3, V36). */
export const routingFile = z.strictObject({
  version: z.int().positive(), author: z.string(), date: isoDate,
  rules: z.array(z.strictObject({
    id: z.string().regex(/^s\d{2}-[a-z0-9-]+$/), when: conditions, desk: z.enum(['del_comune', 'accoglienza']), reason: text, source: z.string(),
  })).min(1),
})

/** Comuni that are no more, and which took their place. */
export const mergers = z.strictObject({
  new: z.array(z.strictObject({ code: z.string().regex(/^[A-Z]\d{3}$/), name: z.string(), province: z.string() })),
  mergers: z.array(z.strictObject({ into: z.string(), province: z.string(), from: z.array(z.string()).min(1), since: isoDate.optional() })),
})

/** The answers to "in which comune?" that are not a comune. */
export const places = z.strictObject({ places: z.array(option) })

const opening = z.strictObject({ day: z.int().min(1).max(7), from: z.string().regex(/^\d{2}:\d{2}$/), to: z.string().regex(/^\d{2}:\d{2}$/) })

const desk = z.strictObject({
  slug, name: text, ambito: slug.optional(), address: z.string(), comune: z.string(), phone: z.string(), email: z.string(),
  hours: z.array(opening), accessible: z.enum(['si', 'no', 'da_verificare']), services: texts.optional(),
  /** Does this desk count, by their shape alone, sentences that were not understood, if the person agrees? */
  counts_misread: z.boolean().default(false),
  /** How new requests are given to who works here: by people alone, in turn, to who follows fewest, to who speaks the language. */
  assign: z.strictObject({ by: z.enum(['none', 'turn', 'load', 'language']) }).default({ by: 'none' }),
  /** true: invented for the demo. */
  example: z.boolean().default(false), source: z.string().optional(), verified_on: isoDate,
})

/** The ente, with its look: colour and logo take the place of ours. */
const authority = z.strictObject({
  name: z.string(), short_name: z.string().max(40).optional(), office: z.string(), responsible: z.string(), email: z.string(), pec: z.string(), dpo: z.string(), site: z.url().optional(),
  phone: z.string().optional(), address: z.string().optional(),
  /** The official statement: only AgID's own form makes one. */
  accessibility: z.string().regex(/^https:\/\/form\.agid\.gov\.it\/\S+$/, 'must be the address of the statement on https://form.agid.gov.it/').optional(),
  colour: z.string().regex(hexColour, 'write a colour as #0066cc')
    .refine((colour) => !hexColour.test(colour) || contrast(colour, '#ffffff') >= readable, { error: ({ input }) => `white words are not read on it (${contrast(String(input), '#ffffff').toFixed(1)} : 1, at least ${readable} : 1): choose a darker one` }).optional(),
  logo: z.string().regex(/^[a-z0-9-]+\.(svg|png|webp)$/, 'write the name of a file of db/content/logos').optional(),
})

export const territory = z.strictObject({
  slug, version: z.int().positive(), name: text, region: z.string(),
  /** Shown on every page while the data are examples. */
  banner: text.optional(),
  authority,
  /** Answer term in days and its source (L. 241/1990 art. 2). */
  term: z.strictObject({ days: z.int().positive(), source: text }),
  programmes: z.record(code, z.strictObject({ open: z.enum(['si', 'no', 'da_verificare']), until: isoDate.optional(), note: text.optional() })),
  /** Every opportunity is on, except these; each is flagged as an example while the banner is on. */
  off: z.array(slug),
  catch_all_desk: slug,
  ambiti: z.array(z.strictObject({ slug, name: z.string(), capofila: z.string(), desk: slug, evidence: z.string(), pis: z.string().optional() })),
  districts: z.array(z.strictObject({ slug, name: z.string(), evidence: z.string() })),
  cpi: z.array(z.strictObject({ slug, name: z.string(), evidence: z.string() })),
  csm_areas: z.array(z.strictObject({ slug, name: z.string(), evidence: z.string(), example: z.boolean().default(false) })),
  comuni: z.array(z.strictObject({
    belfiore: z.string().regex(/^[A-Z]\d{3}$/), slug, name: z.string(), istat: z.string().regex(/^\d{6}$/).optional(), province: z.string().optional(),
    ambito: slug, district: slug, cpi: slug, csm_area: slug.nullable(), population: z.int().nullable(), patron: z.string().optional(),
  })),
  desks: z.array(desk),
})

const number = z.strictObject({
  id: code, number: z.string(), dial: z.string().regex(/^\+?\d+$/), name: text, when: text, hours: text, cost: text.optional(), sms: z.string().optional(),
  territory: slug.optional(), on: z.boolean().default(true), source: z.string(), verified_on: isoDate,
})
export const emergency = z.strictObject({
  version: z.int().positive(),
  numbers: z.array(number),
  panels: z.array(z.strictObject({ id: code, title: text, text: text, numbers: z.array(code) })),
  /** Beginnings of words that open a panel when a person writes them (domain.md 6.2). */
  roots: z.array(z.strictObject({ panel: code, words: z.array(z.string()) })),
})

export const missingItems = z.strictObject({
  items: z.array(z.strictObject({
    code, label: text, why: text, where: text, otherwise: text,
    /** How a person may answer: write it, send files, bring it to the desk, ask for help to find it. */
    ways: z.array(z.enum(['text', 'file', 'porto', 'aiuto'])).min(1),
    /** Its answer speaks of health (GDPR art. 9): read by who may open the reserved part. */
    special: z.boolean().default(false),
  })),
})

/** What a decision cannot do without. */
const asked = z.enum(['message', 'reason', 'items', 'desk', 'manager', 'observations'])

const decision = z.strictObject({
  code, label: text, help: text.optional(), from: z.array(code),
  /** Where it leads; instead of it: `stays` where it is, or `back` to where it was before a pause. */
  to: code.optional(), moves: z.enum(['stays', 'back']).optional(),
  roles: z.array(code).min(1), asks: z.array(asked).default([]),
  /** Neutral words for the person, sent unless others are written. */
  message: text.optional(),
  /** What must have been before: attempts to reach the person, or the days that the person has to reply (terms.yaml). */
  after: z.enum(['attempts', 'reply']).optional(),
  /** The term that stands still meanwhile, and what the next date is for: a code of `next`. */
  suspends: z.enum(['integrazione', 'preavviso']).optional(),
  /** Done on a page of its own: it is in the table, not in the form. */
  elsewhere: z.enum(['referrals', 'joins']).optional(),
  /** Who does it follows the dossier from then on. */
  takes: z.boolean().default(false),
  /** Somebody of us has spoken with the person. */
  spoke: z.boolean().default(false),
  primary: z.boolean().default(false),
}).refine(({ to, moves }) => (to === undefined) !== (moves === undefined), 'needs exactly one of: to, moves')

export const workflow = z.strictObject({
  /** `ours`: the person waits for our reply. `project`: somebody follows it by name. */
  statuses: z.array(z.strictObject({ code, name: text, citizen: text.optional(), next: text.optional(), open: z.boolean(), ours: z.boolean().default(false), project: z.boolean().default(false) })),
  /** The roles that may follow a project. */
  managers: z.array(code).min(1),
  /** What the next date may be for. A closed list: it stands in clear beside the dossier. */
  next: z.array(z.strictObject({ code, label: text })),
  decisions: z.array(decision),
  /** What the person may do alone; `days`: until so many days after the closing. */
  citizen_moves: z.array(z.strictObject({ code, label: text, from: z.array(code), to: code, words: text, days: z.int().positive().optional() })),
})

const priority = z.enum(['U0', 'U1', 'U2', 'U3', 'U4', 'INFO'])

/** What a person may say of how soon (domain.md 2.8): no points, no hidden weights. */
export const priorities = z.strictObject({
  version: z.int().positive(),
  priorities: z.array(z.strictObject({ code: priority, name: text, criteria: texts, contact: text })).min(1),
})

/** Terms and the calendar they are counted by (domain.md 2.7). */
export const terms = z.strictObject({
  version: z.int().positive(),
  answers: z.array(z.strictObject({
    code, name: text, acts: z.array(code).min(1), days: z.int().positive().optional(), from: z.literal('arrivo'), source: text,
    suspensions: z.array(z.strictObject({ kind: code, name: text, most_days: z.int().positive(), once: z.boolean(), days_after_reply: z.int().positive().optional(), source: text })),
  })).min(1),
  /** From when a request that was opened again is answered, and on what law. */
  reopened: z.strictObject({ from: z.literal('riapertura'), source: text }),
  first_contact: z.strictObject({ source: text, targets: z.array(z.strictObject({ priority, working_days: z.int().min(0) })) }),
  reply_days: z.int().positive(),
  attempts: z.strictObject({ count: z.int().positive(), channels: z.int().positive(), days: z.int().positive() }),
})

/** How what is sent is used: on what law, who reads it, how long it is kept (GDPR art. 13; domain.md 4.1). Every question of a request names one. */
export const processing = z.strictObject({
  version: z.int().positive(),
  uses: z.array(z.strictObject({ code, reused: z.boolean().default(false), basis: text, readers: text, kept: text, retention: code })),
})

const keep = z.union([z.strictObject({ hours: z.int().positive() }), z.strictObject({ days: z.int().positive() }), z.strictObject({ months: z.int().positive() })])

/** How long what is kept (domain.md 4.1). For requests the first rule that matches, counted from the closing. */
export const retention = z.strictObject({
  version: z.int().positive(),
  rules: z.array(z.strictObject({ code, of: z.enum(['bozza', 'richiesta', 'registro', 'conteggio']), name: text, acts: z.array(code).optional(), statuses: z.array(code).optional(), keep, source: z.string() })),
})

/** Who asks or reports (domain.md 2.4, 2.6, 2.11, 4.6): what each must say at the least, and what they see afterwards. The first that holds. */
export const askers = z.strictObject({
  version: z.int().positive(),
  askers: z.array(z.strictObject({
    code, name: text, when: conditions,
    /** What cannot be left empty, besides what only some answers ask. */
    minimum: z.array(code),
    sees: z.enum(['tutto', 'stato', 'ricevuta']),
    /** What this person can see after sending. */
    words: text, source: z.string(),
  })).min(1),
})

const speaks = z.strictObject({ to: code, strong: z.array(z.string()).default([]), words: z.array(z.string()).default([]), weak: z.array(z.string()).default([]) })

/** The words with which people of a language say what they need, what they ask, that there is danger, that it is urgent. */
export const vocabulary = z.strictObject({
  version: z.int().positive(),
  lang: z.string(),
  /** Little words that only this language has: to know it by. */
  function_words: z.array(z.string()),
  needs: z.array(speaks),
  intents: z.array(speaks).default([]),
  /** Who the person is and what they live: with a need, they say which help. */
  concepts: z.array(speaks).default([]),
  emergency: z.array(z.strictObject({ panel: code, words: z.array(z.string()) })).default([]),
  /** What makes a word of danger harmless: it is past, a way of speaking, about a book. */
  calm: z.array(z.string()).default([]),
  soon: z.array(z.string()).default([]),
  not_soon: z.array(z.string()).default([]),
  /** What excludes the words after it, or before it. */
  negation: z.union([z.array(z.string()).transform((before) => ({ before, after: [], unless: [], contrast: [] })), z.strictObject({
    before: z.array(z.string()).default([]), after: z.array(z.string()).default([]),
    /** Words after which the words before exclude nothing: "niente da mangiare". */
    unless: z.array(z.string()).default([]),
    /** Words of one who chooses: what is only touched on may be what is refused. */
    contrast: z.array(z.string()).default([]),
  })]).default({ before: [], after: [], unless: [], contrast: [] }),
})

/** What several concepts said together speak for. */
export const combine = z.strictObject({ version: z.int().positive(), combine: z.array(z.strictObject({ all: z.array(code).min(1), to: code, weight: z.number() })) })

/** What a sentence says already of the person: answers to the questions of the orientation. */
export const facts = z.strictObject({
  version: z.int().positive(),
  /** With `verbs` they say for whom somebody asks. */
  relatives: z.array(z.string()), others: z.array(z.string()), verbs: z.array(z.string()),
  facts: z.array(z.strictObject({ question: code, code: z.string(), words: z.array(z.string()) })),
  ages: z.array(z.strictObject({ code: z.string(), words: z.array(z.string()) })),
  /** Which need of o_bisogni a family is an answer to. */
  needs: z.array(z.strictObject({ code, families: z.array(code) })),
})

/** Sentences as people say them, with what they mean: the assistant learns from them. */
export const examples = z.strictObject({
  version: z.int().positive(),
  examples: z.array(z.strictObject({
    say: z.string(), intent: z.enum(intents), families: z.array(code).default([]), axes: z.array(code).default([]),
    urgency: z.enum(['none', 'soon', 'now']).default('none'), panels: z.array(code).default([]), lang: z.string().default('it'), not: z.array(code).default([]),
    /** The words that speak of what is refused, as they are said. */
    refused: z.array(z.string()).default([]),
  })),
})

const words = z.strictObject({ title: text, say: z.array(text) })

/** Italian words, and how the words of a language begin that mean them. */
export const dictionary = z.strictObject({ version: z.int().positive(), lang: z.string().regex(/^[a-z]{2}$/), words: z.record(z.string().regex(/^[a-zàèéìòù' ]+$/i), z.string().regex(/[\p{L}\p{N}]/u)) })

/** What the assistant answers to what is asked in one's own words. */
export const replies = z.strictObject({
  version: z.int().positive(),
  replies: z.array(words.extend({
    intent: z.enum(intents),
    link: z.strictObject({ href: z.string(), label: text }).optional(),
    show: z.array(z.enum(['desk', 'documents', 'times', 'term', 'elsewhere'])),
  })),
  unsure: words, cost: words,
  turns: z.array(z.strictObject({ to: z.enum(['restart', 'back', 'cost']), words: z.array(z.string()) })),
  /** How a sentence begins that corrects or goes on from the one before. */
  goes_on: z.array(z.string()),
  elsewhere: z.array(z.strictObject({ words: z.array(z.string()), who: text })),
  /** Two lines for who writes in another language, in that language. */
  languages: z.array(z.strictObject({ lang: z.string(), say: z.string(), /** The button that shows the page in this language, where it can. */ read: z.string().optional(), danger: z.string() })),
})

const referralState = z.enum(['offerto', 'accolto', 'rifiutato', 'concluso', 'ritirato'])

/** Services that a request may be referred to, and what each kind of them may see of it: the least that it needs (domain.md 2.6, 4.1). */
export const services = z.strictObject({
  version: z.int().positive(),
  kinds: z.array(z.strictObject({
    code: z.enum(['csm', 'serd', 'cpi', 'ets', 'comune', 'asl']), name: text,
    /** Answers of autorizza_condivisione that say yes to this kind. */
    consent: z.array(code).min(1),
    /** Whole parts of the request, save special categories and who reported; then questions by name. */
    parts: z.array(code), questions: z.array(code),
  })),
  /** The steps of a referral: after which of its states, from which status of the request, and where both go. */
  moves: z.array(z.strictObject({ code, before: z.array(referralState), from: z.array(code), to: code.optional(), state: referralState, reason: z.boolean().default(false), message: text })),
  /** In which statuses of the request a service still sees it. */
  visible: z.strictObject({ offerto: z.array(code), accolto: z.array(code) }),
  services: z.array(z.strictObject({
    slug, name: text, kind: code, territory: slug, ambiti: z.array(slug).optional(), phone: z.string(), email: z.string(), hours: text,
    /** false: it answers by a signed link, or by letter. */
    account: z.boolean(), example: z.boolean().default(false), source: z.string(), verified_on: isoDate,
  })),
})

/** What Italian sentences of the content are in another language. */
export const translation = z.strictObject({
  version: z.int().positive(), lang: z.enum(['en', 'fr', 'es', 'ro', 'sq', 'ar', 'uk']),
  texts: z.array(z.strictObject({ it: z.string(), to: z.string().trim().min(1), /** When somebody who speaks the language has read it again. */ reviewed_on: isoDate.optional() })),
})

export const stopWords = z.strictObject({ words: z.array(z.string()) })

/** Words that a citizen never reads, with what to write instead (domain.md 4.7), and words that nobody writes (3.4). */
export const wordList = z.strictObject({
  swaps: z.array(z.strictObject({ avoid: z.string(), use: z.string() })),
  never: z.array(z.string()),
})
