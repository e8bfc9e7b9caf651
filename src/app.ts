import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { except } from 'hono/combine'
import { compress } from 'hono/compress'
import { requestId } from 'hono/request-id'
import { secureHeaders } from 'hono/secure-headers'
import { accountRoutes } from './accounts/routes.ts'
import { assignmentRoutes } from './assignment/routes.ts'
import { agendaRoutes } from './agenda/routes.ts'
import { attachmentRoutes } from './attachments/routes.ts'
import { uploadPaths } from './attachments/upload.ts'
import { bulkRoutes } from './bulk/routes.ts'
import { cameraRoutes } from './camera/routes.ts'
import { catalogueRoutes } from './catalogue/routes.ts'
import { conversationRoutes } from './conversation/routes.ts'
import { elsewhere } from './dossiers/elsewhere.ts'
import { counterRoutes } from './counter/routes.ts'
import { requestRoutes } from './dossiers/routes.ts'
import { auditRoutes } from './events/routes.ts'
import { exportRoutes } from './exports/routes.ts'
import { followRoutes } from './follow/routes.ts'
import { handoffRoutes } from './handoff/routes.ts'
import { joinRoutes } from './joins/routes.ts'
import { indicatorRoutes } from './indicators/routes.ts'
import { kioskRoutes } from './kiosk/routes.ts'
import { misreadRoutes } from './misread/routes.ts'
import { myDataRoutes } from './mydata/routes.ts'
import { noteRoutes } from './notes/routes.ts'
import { pageRoutes } from './pages/routes.ts'
import { placeRoutes } from './places/routes.ts'
import { queueRoutes } from './queue/routes.ts'
import { ratingRoutes } from './ratings/routes.ts'
import { readingRoutes } from './reading/routes.ts'
import { receiptRoutes } from './receipt/routes.ts'
import { referralRoutes } from './referrals/routes.ts'
import { paperRoutes } from './paper/routes.ts'
import { replyRoutes } from './reply/routes.ts'
import { resumeRoutes } from './resume/routes.ts'
import { stepRoutes } from './steps/routes.ts'
import { territoryRoutes } from './territory/routes.ts'
import { triageRoutes } from './triage/routes.ts'
import { channelOf } from './web/channel.ts'
import type { App, Env } from './web/context.ts'
import { errorPage, onError } from './web/errors.ts'
import { speaks } from './web/language.ts'
import { serveLook } from './web/look.ts'
import { sameOriginOnly } from './web/origin.ts'

const publicFolder = join(import.meta.dirname, '../public')
const largestBody = 64 * 1024

/** The service: middleware, then one line per feature. This is the map of the site. */
export function createApp(app: App): Hono<Env> {
  return new Hono<Env>()
    .use(headers(app))
    .use('/assets/*', compress())
    .use('/assets/*', serveLook(app))
    .use('/assets/*', serveStatic({ root: publicFolder, precompressed: true, onFound: (_path, c) => c.header('Cache-Control', 'public, max-age=31536000, immutable') }))
    .use(requestId())
    .use(speaks(app))
    .use(async (c, next) => {
      // Who comes next at a kiosk must not find in the browser what it kept of who left.
      if (channelOf(app, c) === 'kiosk') c.header('Cache-Control', 'no-store')
      await next()
    })
    // Where files arrive, the limit is larger, and comes after the question who sends them.
    .use(except(uploadPaths, bodyLimit({ maxSize: largestBody, onError: (c) => errorPage(app, c, 413) })))
    .use(sameOriginOnly(app))
    .post('*', (c, next) => {
      // The answer to a form may show again what was typed.
      c.header('Cache-Control', 'no-store')
      return next()
    })
    // A request that went on another screen is not answered on this one.
    .use('/richiesta/*', elsewhere(app))
    .route('/', pageRoutes(app))
    .route('/', catalogueRoutes(app))
    .route('/', territoryRoutes(app))
    .route('/', placeRoutes(app))
    .route('/', conversationRoutes(app))
    .route('/', misreadRoutes(app))
    .route('/', ratingRoutes(app))
    .route('/', replyRoutes(app))
    .route('/', stepRoutes(app))
    .route('/', receiptRoutes(app))
    .route('/', handoffRoutes(app))
    .route('/', resumeRoutes(app))
    .route('/', requestRoutes(app))
    .route('/', followRoutes(app))
    .route('/', myDataRoutes(app))
    .route('/', attachmentRoutes(app))
    .route('/', cameraRoutes(app))
    .route('/', kioskRoutes(app))
    .route('/', accountRoutes(app))
    .route('/', counterRoutes(app))
    .route('/', joinRoutes(app))
    .route('/', exportRoutes(app))
    .route('/', bulkRoutes(app))
    .route('/', queueRoutes(app))
    .route('/', readingRoutes(app))
    .route('/', noteRoutes(app))
    .route('/', assignmentRoutes(app))
    .route('/', agendaRoutes(app))
    .route('/', referralRoutes(app))
    .route('/', paperRoutes(app))
    .route('/', triageRoutes(app))
    .route('/', auditRoutes(app))
    .route('/', indicatorRoutes(app))
    .notFound((c) => errorPage(app, c, 404))
    .onError((error, c) => onError(app, error, c))
}

/** No inline script or style, nothing from elsewhere, no frame. */
const headers = (app: App) => secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"], scriptSrc: ["'self'"], styleSrc: ["'self'"], imgSrc: ["'self'"], fontSrc: ["'self'"], connectSrc: ["'self'"],
    formAction: ["'self'"], frameAncestors: ["'none'"], baseUri: ["'none'"],
  },
  // A file that somebody sent has a stricter policy of its own.
  overwrite: false,
  referrerPolicy: 'same-origin',
  xFrameOptions: 'DENY',
  strictTransportSecurity: app.config.publicOrigin?.startsWith('https:') ? 'max-age=31536000' : false,
})
