import { z } from 'zod'
import { code, slug } from '../content/schemas.ts'

/** The shapes of db/content/demo: an invented year, the people of it, who works at the desks. */

const weights = z.record(z.string(), z.number().positive())
const lines = z.array(z.string()).min(1)
const step = z.strictObject({ share: z.number().min(0).max(100), days: z.tuple([z.int().positive(), z.int().positive()]) })
const name = z.strictObject({ nome: z.string(), cognome: z.string() })

export const year = z.strictObject({
  version: z.int().positive(),
  needs: z.array(z.strictObject({ code, share: z.number(), choices: z.array(z.array(code).min(1)).min(1), chosen: z.array(z.array(slug)).min(1) })),
  incomplete: z.number(),
  acts: weights,
  weekdays: z.array(z.number().positive()).length(7),
  first_days: z.strictObject({ until: z.int(), times: z.number() }),
  hours: weights,
  inhabitants: z.int(),
  elsewhere: weights,
  /** Where requests are made. */
  channels: weights,
  /** By question: in how many requests of a hundred somebody else stops there and sends nothing. */
  stops: z.record(code, z.number().min(0).max(100)),
  gaps: z.record(code, z.array(code).min(1)),
  answers: z.record(code, z.record(code, weights)),
  names: z.strictObject({ given: lines, family: lines }),
  texts: z.record(code, lines),
  words: z.record(code, lines),
  desk: z.strictObject({
    /** By code of the decision: how often it follows, and after how many days. */
    steps: z.record(code, step),
    /** The priority that a person gives, by place in the queue. */
    priorities: z.tuple([weights, weights, weights]), priority_reasons: z.tuple([lines, lines, lines]),
    items: z.record(code, code), otherwise: code, replies: lines, arrivals: lines, reopenings: lines,
  }),
})

export const people = z.strictObject({
  version: z.int().positive(),
  /** The comuni of these people are there. */
  territory: slug,
  people: z.array(z.strictObject({
    /** What this person shows. */
    shows: z.string(),
    answers: z.record(code, z.union([z.string(), z.array(z.string()), z.record(z.string(), z.string())])),
    chosen: z.array(slug).default([]),
    /** Questions left without an answer. */
    gaps: z.array(code).default([]),
    /** The decisions taken, in order; where left out, as for everybody else. */
    decisions: z.array(code).optional(),
  })),
})

export const staff = z.strictObject({
  version: z.int().positive(),
  email_domain: z.string(),
  administrator: name,
  auditor: name,
  roles: z.array(code).min(1),
  pairs: z.array(slug),
  people: z.array(name).min(1),
})

export type Year = z.infer<typeof year>
export type Persona = z.infer<typeof people>['people'][number]
export type Staff = z.infer<typeof staff>
